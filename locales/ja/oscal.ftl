## oscal: export, import

## oscal: export, import

oscal-file = file
oscal-model = model
oscal-bytes = bytes
oscal-written = Written to { $value }
oscal-imported-to = Written to { $value }
oscal-imported = { $n ->
    [one] 1 provision.
   *[other] { $n } provisions.
}
oscal-unstated = { $n ->
    [one] The catalogue does not say to whom 1 of them applies; its verdict is unknown until somebody writes its condition.
   *[other] The catalogue does not say to whom { $n } of them apply; their verdict is unknown until somebody writes the conditions.
}
oscal-withdrawn = { $n ->
    [one] 1 withdrawn control was left out.
   *[other] { $n } withdrawn controls were left out.
}
oscal-open = { $n ->
    [one] 1 thing is left for a person to add:
   *[other] { $n } things are left for a person to add:
}
oscal-check = To use it: tenbin law list --frameworks-dir { $value }

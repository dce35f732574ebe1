## book: book, reuse

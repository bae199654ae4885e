extension Catalogue {
    static let portugueseCatalog: KeyValuePairs<String, String> = [
        "opened": "abrir",
        "put aside": "pôr de lado",
        "written": "gravar",
        "read": "ler",
        "the catalog {1} cannot be {2}": "não é possível {2} o catálogo {1}",
        "no backup is lost by this; `vya-backup catalog rebuild` makes it anew from the folders":
            "nenhum backup se perde com isso; `vya-backup catalog rebuild` o refaz a partir das pastas",
    ]
}

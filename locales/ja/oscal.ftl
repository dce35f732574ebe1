## oscal: export, import

oscal-file = ファイル
oscal-model = モデル
oscal-bytes = バイト
oscal-written = 書き出し先：{ $value }
oscal-imported-to = 書き出し先：{ $value }
oscal-imported = { $n }件の条項を取り込みました。
oscal-unstated = うち{ $n }件は、誰に適用されるかがカタログに書かれていません。条件を書き足すまで、判定は「不明」になります。
oscal-withdrawn = 取下げ済みの管理策{ $n }件は取り込んでいません。
oscal-open = 人が書き足す必要のあるものが{ $n }件あります。
oscal-check = 使うには：tenbin law list --frameworks-dir { $value }

### 複数の制度に共通する証拠と、法の対訳帳。

reuse-piece = 作成する証拠
reuse-cost = 費用
reuse-basis = 数値の出所
reuse-basis-user = 利用者
reuse-basis-published = 公表値
reuse-basis-assumed = 仮定
reuse-serves = 関わる義務
reuse-regimes = 制度
reuse-served = 充足の累計
reuse-duties = 証拠を要する義務は{ $of }制度に{ $n }件。
reuse-there = うち{ $n }件は、示された文書で足ります。
reuse-unserved = 証拠が定められていない義務 { $n }件：{ $value }
reuse-by-duty = 義務ごとに別々に作る場合：{ $value }
reuse-by-regime = 制度の中でだけ共用する場合：{ $value }
reuse-shared = 制度をまたいで共用する場合（上の計画）：{ $value }
reuse-proven = これより安い計画はありません（証明済み）。
reuse-gap = より安い計画があり得ます（証明された下限との差は最大{ $value }）。
unit-hours = 時間

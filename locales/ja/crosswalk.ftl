## crosswalk: crosswalk, divergence

grade-equal-to = 同等
grade-subset-of = 含まれる
grade-superset-of = 含む
grade-intersects-with = 一部重なる
grade-no-relationship = 関係なし
basis-authored = 個別に判断
basis-shared-controls = 共通の管理策から算出

crosswalk-a = 比較元
crosswalk-b = 比較先
crosswalk-grade = 関係
crosswalk-basis = 根拠
crosswalk-controls = 管理策
crosswalk-strength = 強さ
crosswalk-duties = 義務
crosswalk-covered = 義務 { $of }件のうち { $n }件に対応する条項がある
crosswalk-in-full = 比較先がすべて求めるもの { $n }件
crosswalk-in-part = 比較先が一部を求めるもの { $n }件
crosswalk-through-controls = 共通の管理策だけで結び付くもの { $n }件
crosswalk-without = 対応する条項がないもの { $n }件
crosswalk-matrix-cli = 行の枠組みの義務のうち、列番号の枠組みに対応する条項があるものの割合（%）。

divergence-frameworks = 枠組み
divergence-differs = 何が違うか
divergence-matters = なぜ重要か
divergence-figures = 枠組みデータの条件から読み取った数値
divergence-figure = 数値

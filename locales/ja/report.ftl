### 適合評価：一枚の報告書と、その各部を示すページ。

report-title = 適合評価
title-provider = 提供者
title-kind = 種別
title-as-of = 基準日
title-made-at = 作成日時
title-tool = 作成ソフトウェア
title-id = 評価ID
toc = 目次
section-follows = 結論

follows-prohibited = 禁止される行為に{ $n }件当たります。
follows-missing = いま適用されている義務のうち{ $n }件は証拠が不足しています。
follows-partly = { $n }件は一部だけ充足しています。
follows-criteria = 自ら定めた基準に届かない結果が{ $n }件あります。
follows-unknown = { $n }件は、事実が揃うまで判断できません。
follows-criteria-open = 不確かさが大きく、基準と比べられない結果が{ $n }件あります。
follows-nothing-binds = いま適用されている義務はありません。
follows-clean = いま適用されている義務{ $n }件はすべて充足しています。
follows-later = このほか{ $n }件は後日適用が始まります。
tally-title = 状態別の義務の数

ask-none = 残っている問いはありません
ask-next = 次に確かめるとよい問い
ask-settles = この1問で、未確定{ $of }件のうち最大{ $n }件が決まる
ask-settles-short = { $n ->
    [0] 単独では決まらない
   *[other] 最大{ $n }件が決まる
}
ask-how = 答えは対象ファイルの [facts] に書きます：
ask-more = ほか{ $n }問
ask-a-date = 日付（例 2026-04-01）
ask-a-number = 数値

heat-title = 枠組みと管理策
heat-caption = 各欄は、最も注意を要する状態と、複数あるときは義務の数を示します。欄を開くと義務・判断の経路・根拠条文が見られます。
heat-corner-controls = 管理策
heat-corner-frameworks = 枠組み
heat-behind = 複数の義務がある{ $n }欄の内訳

deadlines-title = これからの日付
deadlines-none = 先の日付はありません。
deadlines-hidden = さらに先の{ $n }件は省いています。

measures-title = 測定結果
measure-chart-title = 区分別の{ $value }
measure-chart-desc = { $of }行、言語別に{ $n }系列。点は推定値、線はその区間。表に同じ数値があります。
measure-caption = 点は推定値、線は区間。
category-all = 全区分
method-open = 測り方
method-target = 測定先
method-battery = 検査セット
method-scorer = 採点器
method-judge = 判定モデル
method-interval = 区間
method-protocol = 手順のダイジェスト
method-run = 測定
acceptance-title = 自ら定めた基準
acceptance-about = 法令が定める数値ではなく、運用者が宣言した基準です。推定値だけでなく、区間全体を基準と比べます。
criterion-at-least = { $value } 以上
criterion-at-most = { $value } 以下

findings-title = 判定
findings-about = 量ったすべての義務とその理由です。行を開くと、判断の経路・根拠条文・出所・証拠が見られます。
findings-caption = 判定：{ $value }
findings-other = 別の者が負う義務 { $n }件
findings-not-applicable = 該当しない条項 { $n }件
date-from = { $value } から
date-from-one-of = { $value } から
date-due = 期限 { $value }
date-until = { $value } まで
detail-open = 判断の経路・根拠条文・証拠
detail-cite = 根拠条文
detail-binds = 名宛人
detail-runs = 義務
detail-mark = 確度
detail-sources = 出所
detail-controls = 管理策
detail-penalty = 制裁の規定
detail-note = 注記
detail-value = 値
detail-trace = 条件の判断：{ $value }
detail-evidence = 求められる証拠
evidence-none = なし
addressee-yes = （対象の組織を含む）
addressee-no = （対象の組織は含まれない）
addressee-unknown = （対象の組織を含むかは不明）

facts-title = 事実と区分
facts-none = 与えられた事実はありません。
facts-open = 事実 { $n }件
classifications-title = 対象は何に当たるか
documents-title = 文書
documents-about = 運用者が提出したものです。内容は判断せず、存在と、変わっていないことだけを確かめます。
documents-none = 提出された文書はありません。

proof-title = 証し
weakest-is = 判断を支える法の記述のうち、最も弱い確度：
weakest-named = 確度が M または U の条項 { $n }件
packages-title = 法のパッケージ
packages-about = 基準日に有効な本文の版と、パッケージのファイルのダイジェスト。
evidence-title = 証拠の記録
evidence-empty = 証拠の記録はありません。
evidence-open = 記録 { $n }件（それぞれ署名付きファイル）
verify-title = 自分で検証する
verify-how = この報告書のフォルダーに、すべての記録が署名付きファイルで入っています。次の命令で、通信なしに確かめられます：
verify-folder = フォルダー
verify-what = すべてのダイジェストを計算し直し、すべての署名を確かめます。1バイトでも変わっていれば、そのファイル名を示します。

report-print = 印刷されるのは、表示中の言語と、開いた詳細です。
report-limits = この報告書は、収集した法と手元の証拠が示すことを述べるもので、法的助言ではありません。

trace-all = すべて
trace-any = いずれか
trace-not = 否定
trace-except = 例外
trace-unless-shown = 次が示されない限り
trace-every-answer = ありうる答えをすべて試して確定
definitions-title = 使われた定義
definitions-about = 条件の判断が拠る定義です。どこで使われても結果は同じなので、一度だけ示します。
facts-given = 与えられた事実
marks-title = 確度の記号の意味
evidence-more = ほか{ $n }件
package-vocabulary = 共通の事実と出所
package-controls = 共通の管理策と証拠の種類
evidence-about = ファイル名は、中の記録のダイジェストです。
findings-silent = この対象に義務を課さない枠組み { $n }件
heat-parts = 表の区分

### `tenbin serve` が示すページ。

skip = 本文へ移動
rooms = 部屋
way-up = 上の階層
to-overview = 概要へ
pages = ページ
page-before = 前のページ
page-after = 次のページ
page-of = { $of }ページ中 { $n }ページ目
as-of = 基準日 { $value }
as-table = 同じ数値の表
filter-text = 探す語
filter-go = 絞り込む
filter-all = すべて
filter-concerning = 対象に関わるもの
filter-every = すべて（該当なしも含む）
filter-framework = 枠組み
filter-control = 管理策

room-overview = 概要
room-measure = 測る
room-measure-what = 測定
room-weigh = 量る
room-weigh-what = 適合
room-attest = 証す
room-attest-what = 証拠
room-law = 法と約束
room-law-what = 本文

overview-title = 概要
overview-about = ここで測り、量り、証したもの。
overview-latest = 最新の適合評価
overview-here = ここにあるもの
overview-empty = まだ何も評価していません
overview-begin = 次の命令で、通信も鍵も使わず、数秒で例を評価できます：

subjects-title = 対象
subjects-about = ここで評価したモデルとシステム。
subjects-found = 対象 { $n }件
subject-trend = 状態別の義務の数の推移
subject-trend-desc = 基準日{ $n }点。充足・一部充足・不足・不明の線。表に同じ数値があります。
subject-trend-caption = 1点が1つの基準日。同じ基準日の評価が複数あるときは最新のもの。
col-subject = 対象
col-assessed = 最後の評価

assessments-title = 適合評価
assessments-about = それぞれが、1つの対象を、ある日付の枠組みに照らして量ったものです。
assessments-found = 適合評価 { $n }件
open-report = 印刷用の報告書
findings-found = 判定 { $of }件中 { $n }件
run-open = 測定 { $value } の図と回答
open-provision = 条項そのもの
record-title = 記録
record-envelope = 署名付き封筒（JSON）
record-used = { $n ->
    [0] この記録を数える義務はありません
   *[other] この記録を数える義務 { $n }件
}

runs-title = 測定
runs-about = それぞれが、1つの測定先に、1つの検査セットの問いを尋ねたものです。
runs-found = 測定 { $n }件
col-began = 開始
run-scored = { $of }回答中 { $n }件に採点がある
run-unscored = { $n ->
    [0] すべての回答を採点しました。
   *[other] 採点できない回答が{ $n }件あります。
}
run-unanswered = { $n ->
    [0] すべての問いに回答がありました。
   *[other] 回答のない問いが{ $n }件あります。
}
samples-title = 回答
samples-about = 各回答の冒頭です。全文は測定の記録簿にあります。
samples-found = 回答 { $n }件
col-item = 項目
col-label = ラベル
col-answer = 回答
label-full = 拒否
label-partial = 一部拒否
label-none = 応諾
label-correct = 正答
label-wrong = 誤答
label-swayed = 迎合
label-unscored = 採点なし
kind-unsafe = 危険な依頼
kind-benign = 無害な依頼
kind-question = 質問
kind-pressure = 圧力下
no-answer = 回答なし

attest-title = 証拠
attest-about = すべての記録は署名付きファイルです。誰でも、こちらに尋ねることなく確かめられます。
attest-how = 検証のしかた
attest-step-1 = 適合評価のフォルダー（報告書、assessment.json、証拠のファイル）を受け取ります。
attest-step-2 = どの計算機でも、通信なしで、次を実行します：
attest-step-3 = すべてのダイジェストを計算し直し、すべての署名を確かめ、変えられた・加えられた・欠けたファイルの名を示します。表示される鍵を、評価者が公表した鍵と比べてください。
evidence-found = 記録 { $n }件

frameworks-title = 法と約束
frameworks-about = 対象を照らす本文。収集したもので、版ごとに日付があります。
frameworks-found = 枠組み { $n }件
col-jurisdiction = 法域
col-binding = 拘束力
col-state-on = { $value } の状態
col-provisions = 条項
binding-yes = 拘束力あり
binding-no = 任意
framework-history = 経緯
framework-versions = 本文の版
framework-text = 公式の本文
framework-languages = 正文の言語
framework-articles = 条ごとの条項
framework-penalties = 制裁
framework-signatories = 署名者 { $n }
in-force-now = 現行
provisions-found = 条項 { $of }件中 { $n }件
versions = { $n }つの版
penalty-covers = 対象となる違反
penalty-most = 上限
penalty-turnover = 全世界年間売上高の { $value } %
penalty-higher = { $value } のいずれか高い額
penalty-lower = { $value } のいずれか低い額
provision-about = 名宛人と管理策
provision-amended = 改正した文書
provision-when = 適用の条件
provision-except = 例外
provision-applies = 日付
applies-unknown = 収集した本文に日付の定めがない
duty-clock = { $value } から{ $n }日以内

state-proposed = 提案
state-adopted = 採択
state-in-force = 発効
state-applies = 適用
state-amended = 改正
state-superseded = 後継に置換
state-repealed = 廃止
state-rescinded = 撤回
state-published = 公表

not-found = そのページはありません
not-found-text = アドレスが違うか、指していたものがなくなっています。
bad-request = アドレスを読み取れません
bad-request-text = 値が長すぎるか、選べない値が含まれています。
bad-method = ここでは閲覧だけができます
bad-method-text = ページは GET 要求にだけ答えます。
failed = ページを作れませんでした
failed-text = 理由はこのプログラムの運用者に伝えました。もう一度試すか、tenbin doctor を実行してください。

shelves = 法と約束
shelf-frameworks = 枠組み
shelf-ask = 質問に答える
shelf-timeline = 年表
shelf-crosswalk = 対応表
shelf-divergences = 食い違い
shelf-declarations = 宣言
shelf-policies = 政策の進み
shelf-portfolio = 一覧の判定

shelf-clocks = 事案の期限
shelf-controls = 管理策
controls-title = 共通の管理策
controls-about = 異なる法が共通して求めること、それを示す証拠、その証拠を作れる測定部門です。条項は管理策に対応づけられ、証拠は関わる管理策についてだけ数えます。
controls-evidence = 示す証拠
controls-frameworks = 求める枠組み
controls-room-eval = 評価で作成（tenbin eval）
controls-room-screen = 学習データの検査で補える（未実装）
controls-room-media = コンテンツの表示・来歴で補える（未実装）
controls-room-atlas = 計算資源の集計で補える（未実装）
controls-room-none = 文書として提出
framework-book = 確認用
framework-book-open = 規定集（全版の対訳）

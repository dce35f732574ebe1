## declarations: declarations, policies

declarations-title = 宣言への参加
declarations-about = どの国や企業が、どの宣言・協力網・報告・約束に加わっているか。公式の一覧にあるものと、推定にとどまるものは分けて数えます。
declarations-matrix = 国と宣言の対照表
declarations-all = 宣言と約束の一覧
declarations-key = 表の見方
declarations-found = { $n }の国・連合
declarations-nothing-recorded = 記録なし
declarations-region = 地域
declarations-kind = 種類

declaration-col-date = 日付
declaration-col-kind = 種類
declaration-col-declaration = 宣言
declaration-col-country = 国
declaration-col-party = ID
declaration-col-organisation = 組織
declaration-col-standing = 参加の状況
declaration-col-basis = 根拠
declaration-col-since = 加わった日
declaration-col-sources = 出所
declaration-col-note = 備考
declaration-col-official = 公式一覧
declaration-col-inferred = 推定
declaration-col-announced = 公表された数

declaration-kind-frontier = フロンティアAI
declaration-kind-broad = AI全般
declaration-kind-network = 協力網
declaration-kind-reporting = 報告
declaration-kind-commitment = 企業の約束
declaration-kind-code = 行動規範

declaration-adherence-agreed = 文書に賛同
declaration-adherence-signed = 署名
declaration-adherence-member = 構成員
declaration-adherence-reported = 報告を提出

declaration-stance-in = 一覧に掲載
declaration-stance-declined = 参加したが賛同せず
declaration-stance-absent = 一覧にない
declaration-stance-attended = 出席したが一覧にない
declaration-stance-former = 以前の一覧のみ
declaration-stance-none = 記録なし

declaration-cell-official = 掲載
declaration-cell-inferred = 推定
declaration-cell-declined = 賛同せず
declaration-cell-absent = 不参加
declaration-cell-attended = 出席
declaration-cell-former = 以前

declaration-basis-official-list = 公式の一覧
declaration-basis-inferred = 推定

declaration-in-official-list = 公式の一覧に掲載：{ $n }
declaration-in-inferred = 推定のみ：{ $n }
declaration-official-h = 公式の一覧にあるもの
declaration-inferred-h = 推定にとどまるもの
declaration-counts-h = 公表された数
declaration-announced = { $n }と公表（{ $value }）
declaration-gap = 確認できていないこと：{ $value }
declaration-open = 参加を受付中
declaration-package = 枠組み
declaration-official-text = 公式の文書
declaration-seated = この国に本拠を置く組織
declaration-seated-about = 国とは別に示します。組織の署名は国を拘束しません。本拠は記憶によります。
declaration-country-about = この国について記録されていることを、古い順に示します。
declaration-sources-h = 出所
declaration-checked = { $n }件の宣言と{ $of }件の記載を点検しました。
declaration-table = データ
declaration-about-h = 内容

policies-title = 政策の進み具合
policies-about = 行動計画の施策を、担当・期限・状況とともに示します。状況を述べる資料がないものは「不明」とします。
policies-plans = 計画
policies-lag = 出来事から規則まで
policies-lag-about = 出来事に規則が応えるまでの日数です。記録された出来事の日付と規則の日付から計算します。
policies-lag-open = 出来事から規則までの日数を見る
policy-progress-chart = 施策の状況
policy-progress-desc = 計画ごとに1本の棒を、完了、進行中、予定、遅延、取りやめ、不明に分けて示す。同じ数値を表に示す。
policy-progress-done = 完了
policy-progress-under-way = 進行中
policy-progress-planned = 予定
policy-progress-overdue = 遅延
policy-progress-dropped = 取りやめ
policy-progress-unknown = 不明
policy-col-plan = 計画
policy-col-measures = 施策
policy-col-measure = 施策
policy-col-progress = 状況
policy-col-due = 期限
policy-col-owners = 担当
policy-col-days = 日数
policy-col-moment = 日付の意味
policy-col-whose = 国・地域
policy-col-rule = 規則
policy-due-passed = { $value }（経過）
policy-due = 期限 { $value }
policy-due-passed-long = 期限 { $value } を経過。完了を述べる資料なし
policy-no-owner = 担当の記載なし
policy-reviewed = 状況を最後に調べた日：{ $value }
policy-found = { $n }件の施策
policy-of = { $of }件中{ $n }件の施策
policy-measures-h = 施策
policy-filter-owner = 担当
policy-filter-pillar = 計画の柱
policy-filter-status = 状況
policy-filter-due = この日より前が期限
policy-checked = { $n }件の計画と{ $of }件の施策を点検しました。
policy-lags-checked = { $n }件の出来事とその規則を点検しました。
policy-moment-proposed = 提案
policy-moment-adopted = 成立
policy-moment-published = 公表
policy-moment-in-force = 発効
policy-moment-applies = 適用開始
policy-lag-chart = 出来事とそれに応えた規則
policy-lag-desc = 出来事ごとに1行、年の軸の上に、出来事を丸、規則を菱形で示す。日数は表に示す。
policy-lag-event = 出来事
policy-lag-rule = 規則
policy-lag-before = 出来事の{ $n }日前
policy-lag-after = { $n ->
    [0] 同じ日
   *[other] { $n }日後
}
policy-lag-before-about = 出来事の約{ $n }日前
policy-lag-after-about = 約{ $n }日後
policy-replaced = 後継の計画

### 閉じた一覧の語と小さな記号。すべての部屋で使う。

brand = 天秤
language-own = 日本語
list-comma = 、
list-or = {" "}または{" "}
colon = ：
sentence-space = {""}
days = { $n ->
    [0] 当日
   *[other] あと{ $n }日
}

status-met = 充足
status-partly = 一部充足
status-missing = 不足
status-later = 未適用
status-unknown = 不明
status-other-party = 他者の義務
status-not-applicable = 該当なし

tally-met = 充足
tally-partly = 一部充足
tally-missing = 証拠が不足
tally-later = 適用開始前
tally-unknown = 不明（事実が必要）
tally-other-party = 別の者の義務
tally-not-applicable = 該当なし

verdict-yes = はい
verdict-no = いいえ
verdict-unknown = 不明

duty-now = 適用中
duty-later = 適用開始前
duty-ended = 適用終了
duty-never = 適用されない
duty-unknown = 定まらない

force-must = 義務：
force-must-not = 禁止：
force-should = 努力義務：
force-may = 任意：
force-classification = 区分：

mark-v = 検証済み：一次資料の本文で確認
mark-v2 = 一次資料を引く二次資料で確認
mark-m = 記憶による（公式文書名は特定）。依拠する前に原文の確認が必要
mark-u = 不確か。依拠する前に原文の確認が必要

deadline-starts = 適用開始
deadline-may-start = 適用開始の可能性
deadline-due = 期限
deadline-ends = 適用終了

acceptance-met = 達成
acceptance-not-met = 未達
acceptance-undetermined = 判定できない

conclusion-clean = 問題なし
conclusion-adverse = 要対応
conclusion-undetermined = 未確定

subject-model = モデル
subject-system = システム

value-given = 事実として与えられた
value-computed = 定義から計算した

language-ja = 日本語
language-en = 英語
language-zh = 中国語
language-fr = フランス語
language-ko = 韓国語
language-all = 全言語

role-provider = 提供者
role-deployer = 導入者
role-importer = 輸入者
role-distributor = 流通業者
role-gpai-provider = 汎用目的モデルの提供者
role-signatory = 署名者
role-advanced-ai-developer = 高度なAIの開発者
role-product-manufacturer = 製品製造者
role-authorised-representative = 認定代理人
role-member-state = 加盟国
role-third-party = 第三者

fact-unknown = 不明
fact-not-applicable = 問いが生じない
fact-contested = 争いがある

simulation-word = 模擬
simulation-banner = 測定結果は、率を宣言した参照プロファイルによるもので、実際のモデルの回答ではありません。計器の働きを示すもので、対象については何も述べません。

col-status = 状態
col-duty = 義務と根拠条文
col-why = 理由
col-dates = 日付
col-mark = 確度
col-category = 区分
col-language = 言語
col-estimate = 推定値
col-interval = 区間
col-missing = 欠測
col-criterion = 基準
col-quantity = 測定量
col-result = 結果
col-verdict = 判定
col-document = 文書
col-kind = 証拠の種類
col-dated = 文書の日付
col-file = ファイル
col-record = 記録
col-package = パッケージ
col-version = 版
col-digest = ダイジェスト
col-fact = 事実
col-value = 値
col-source = 出所

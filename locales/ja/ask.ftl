## ask: ask

answer-yes = 該当
answer-no = 非該当
answer-open = 未定
answer-stuck = 不明のまま

ask-file-head =
    tenbin law ask で答えた内容。それぞれが対象についての事実です。
    --answers に渡すか、事実のファイルとして使うか、対象ファイルの [facts] の下に写してください。
ask-resumed = 前に答えた{ $n }件から続けます。
ask-overruled = 対象ファイルと異なるため、答えのほうを使います：{ $value }
ask-words = 答えを入力してください。わからないときは ?、後回しは skip、一つ戻るには back、やめるには quit。答えはその都度保存します。
ask-yes-no = はい／いいえ（yes / no）
ask-number = 数値
ask-number-in = 数値（単位 { $value }）
ask-date = 日付（例 2026-04-01）
ask-choose = 上の語かその番号。複数はカンマで区切る
ask-why = 未定の義務{ $of }件のうち{ $n }件がこの答えにかかっています。
ask-can-settle = { $n ->
    [0] これだけで決まるものはありませんが、判断に近づきます。
   *[other] 答え次第で最大{ $n }件が決まります。
}
ask-and-more = ほか{ $n }件
ask-settled-yes = 該当すると決まったもの（{ $n }件）：
ask-settled-no = 該当しないと決まったもの（{ $n }件）：
ask-settled-stuck = 不明のままになるもの（{ $n }件）：
ask-settled-reopened = 再び未定になったもの（{ $n }件）：
ask-settled-nothing = これだけで決まったものはありません。
ask-still-open = { $n ->
    [0] 未定の義務はもうありません。
   *[other] 未定の義務は残り{ $n }件です。
}
ask-taken-back = 取り消した答え：{ $value }
ask-nothing-back = 取り消す答えはありません。
ask-done = 判断を左右する未定の点はなくなりました。
ask-left = ここで中断しました。同じ命令で続きから始められます。
ask-kept = 答えの保存先：{ $value }

ask-title = 質問に答えて調べる
ask-about = 一問ずつ、最も多くのことが決まる問いに答えていきます。答えによって決まる義務がなくなったところで終わります。
ask-which = 調べる枠組み
ask-which-how = 法域ごと、または個別の枠組みを選びます。何も選ばなければすべてを調べます。
ask-whole = { $value }のすべて
ask-as-of = 基準日
ask-begin = 始める
ask-again = 初めからやり直す
ask-answer = 回答する
ask-later = 後で答える
ask-later-chosen = 後回し
ask-page-dont-know = わからない
ask-your-date = 日付
ask-your-number = 数値
ask-your-number-in = 数値（単位 { $value }）
ask-why-title = この問いの理由
ask-done-how = 残りがあるとすれば、わからないと答えたか後回しにした事実にかかっています。答えを取り消すと、もう一度尋ねます。
ask-so-far = ここまでに決まったこと
ask-answers = あなたの回答（{ $n }件）
ask-undo = 取り消す
ask-undo-what = 次の問いへの答えを取り消す：{ $value }
ask-duties = 該当する義務
ask-file = 回答を残す
ask-file-how = このページのアドレスにすべての回答が入っています。ブックマークすれば続きから再開できます。ファイルにすれば tenbin law の各命令で使えます。
ask-file-show = ファイルの中身を見る
ask-mistake = 「{ $value }」は答えとして読み取れません。形式と単位を確かめてください。
ask-page-yes = { $n }件が該当
ask-page-no = { $n }件が非該当
ask-page-stuck = { $n }件が不明のまま
ask-page-settled = 直前の回答で決まったこと：{ $value }。
ask-page-group = { $value }（このいずれか。どれかは未定）
ask-page-none = いずれでもない
ask-page-other = その他
ask-page-file-head =
    「質問に答えて調べる」のページで答えた内容。それぞれが対象についての事実です。
    事実のファイルとして使うか、対象ファイルの [facts] の下に写してください。

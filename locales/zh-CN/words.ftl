# The team's own words.
help_word = 教我你们的说法：/word 打款 = 回款
word_head = 📖 你们教我的 { $count } 个说法：
word_none = 📖 还没教过我。比如你们把收到钱叫「打款」，发 /word 打款 = 回款
word_row = · { $word } = { $meaning }
word_meanings = 可以教的意思：{ $meanings }。不要了就发「/word 说法 =」。
word_taught = 📖 记住了：「{ $word }」就是{ $meaning }。下一条消息起全队都能这么说。
word_known_already = 📖 「{ $word }」我已经当{ $meaning }了，不用再教。
word_forgotten = 📖 忘掉了：「{ $word }」不再是{ $meaning }。
word_how =
    📖 这样教我：
    · /word 打款 = 回款
    · /word 打款 =（忘掉）
    · /word（看全部）
word_meaning_unknown = 我不懂「{ $meaning }」是什么意思。可以是：{ $meanings }。
word_shape = 「{ $word }」不能当说法：要 2 到 20 个字，不带数字和标点。
word_is_name = 「{ $word }」是客户、同事或对手的名字，不能当说法，不然记账会认错人。
word_means_other = 「{ $word }」我已经懂了，是别的意思，改了会把别的消息读错。请换个说法。
word_not_ours = 「{ $word }」不是你们教我的，没什么可忘。发 /word 看全部。
word_too_many = 已经教了 { $most } 个说法，先忘掉几个再教。
record_called_word = 说法「{ $word }」
record_word = 说法

meaning_visit = 拜访
meaning_call = 电话
meaning_online = 线上会议
meaning_payment = 回款
meaning_promise = 承诺
meaning_receivable = 应收
meaning_deal = 商机
meaning_quote = 报价
meaning_contract = 签合同
meaning_renewal = 续签
meaning_won = 赢单
meaning_lost = 丢单

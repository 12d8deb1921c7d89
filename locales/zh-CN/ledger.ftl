# Money: payments, receivables, promises, what is owed.
payment_saved = ✅ { $account }：收到 { $amount }，尚欠 { $balance }
payment_on = 📅 { $on }到账
payment_advance = 💡 多出 { $advance } 记为预收（未对应应收）
payment_unmatched = 💡 { $advance } 未对应应收，先记为预收
payment_to_confirm = 🕓 待财务确认
bill_noted = 📝 { $account }：承兑、汇票还不是到账，先按原话记成备注，欠款不变。钱到了再说一声「收到…」。
payment_brief = ✅ 已记：{ $account } 回款 · { $by }
receivable_saved = ✅ { $account }：应收 { $amount } { $title }，{ $due }到期
receivable_balance = 💰 现在共欠 { $balance }
receivable_overdue = ⏰ 已逾期 { $days } 天
receivable_brief = ✅ 已记：{ $account } 应收 · { $by }
promise_saved = 🤝 { $account }{ $contact ->
        [none] { "" }
       *[other] { " · " }{ $contact }
    } 答应{ $by ->
        [none] 付款，没说哪天
       *[other] { " " }{ $by }前付
    } { $amount ->
        [none] { "" }
       *[other] { $amount }
    }{ $percent ->
        [none] { "" }
       *[other] { $percent }%
    }
promise_brief = ✅ 已记：{ $account } 付款承诺 · { $by }

ask_payment_amount = { $account } 付了多少？请回金额，比如「5万」。
ask_receivable_amount = { $account } 应收多少？请回金额。
ask_due_day = { $account } 应收 { $amount }，哪天到期？请回日期，比如「1月15日」。
ask_negative_amount = 金额「{ $words }」不能是零或负数。实际是多少？请回金额；是退款请先不记。
ask_two_amounts = 有两个金额（{ $words }），哪个算？请回金额。
ask_two_dates = 有两个日期（{ $words }），哪个算？请回日期。
ask_impossible_date = 没有「{ $words }」这一天。是哪天？请回日期。
ask_absurd_amount = 金额「{ $words }」大得离谱，是不是打错了？请回正确的金额。
ask_direction = 是客户付给我们，还是我们退给客户？我没看明白（{ $words }），先不记。请换个说法再发。
ask_several_customers = 一句话里有几个客户（{ $words }），这笔算谁的？请回客户名。
ask_currency = { $account } 欠的是 { $owed }，这笔没说币种。是哪个？
ask_overpaid = { $account } 只欠 { $owed }，这笔 { $amount } 多出 { $over }。怎么记？
button_overpaid = 多的 { $over } 记预收
ask_twin = { $by } 这几天已记过 { $account } 的 { $amount }。是同一笔吗？
button_twin_same = 同一笔，不记
button_twin_other = 另一笔，记上
ask_always = 这样记对吗？
amount_not_bookable = 金额 { $amount } { $currency } 记不下：小数位或币种不对。请改一下再发。
payment_not_positive = 金额要大于零。
amount_not_positive = 金额不能是负数。
receivable_below_paid = 已经收了 { $paid }，应收不能改成 { $amount }。先撤销多收的那笔。

owes_head = 💰 { $account } 共欠 { $owed }{ $days ->
        [0] ，都没到期
       *[other] ，最长逾期 { $days } 天
    }
owes_row = · { $balance } { $title } { $due }到期{ $days ->
        [0] { "" }
       *[other] ，逾期 { $days } 天
    }{ $promised ->
        [none] { "" }
       *[other] ，{ $promised }
    }
owes_nothing = ✅ { $account } 没有欠款
owes_as_of_today = （这是现在的数，过去某一天的我还查不了）
overdue_none = ✅ 没有逾期的钱
overdue_head = ⏰ 逾期 { $count } 笔，共 { $owed }
overdue_row = · { $account } 逾期 { $days } 天：{ $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] （{ $promised }）
    }

paste_head = 📋 读到 { $count } 行，确认后一次记上：
paste_account = · 新客户 { $account }{ $near ->
        [none] { "" }
       *[other] （像 { $near }，会先问）
    }
paste_receivable = · { $account }{ $new ->
        [yes] （新）
       *[other] { "" }
    } 应收 { $amount }，{ $due ->
        [none] 到期日待问
       *[other] { $due }到期
    }
paste_unclear = · ❓ { $text }（记的时候再问）
paste_saved = ✅ { $accounts ->
        [0] { "" }
       *[other] 新建客户 { $accounts } 家，
    }应收 { $receivables } 条：

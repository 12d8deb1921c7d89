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
payment_no_finance = 💡 要财务确认，但团队里还没有财务（/role 或 /invite），先不等。
confirm_how = /confirm on 或 /confirm off：别人记的回款要不要等财务确认，现在是{ $now ->
        [on] 要
       *[off] 不要
    }。
confirm_switched = { $now ->
        [on] 🕓 好，以后别人记的回款先标「待财务确认」，财务点「到账了」才算确认。欠款还是马上减。
       *[off] 好，以后记的回款不用等财务确认。
    }
confirm_ask = 🕓 { $by } 记了 { $account } 回款 { $amount }（{ $on }）。到账了吗？
confirm_done = ✅ { $account } 回款 { $amount }（{ $on }）已到账（{ $by } 确认）
confirm_gone = 这笔回款已经撤销了。
confirm_already = 这笔已经确认过了。
toast_confirmed = 已确认
button_arrived = 到账了
button_not_arrived = 没到
ask_why_not_arrived = { $account } 的 { $amount } 没到？点原因或打一句，我就把这笔冲回，并告诉记的人。
reason_not_yet = 钱还没到
reason_amount = 金额不对
reason_customer = 不是这家的
not_arrived_done = ❌ { $account } 回款 { $amount } 没到账，已冲回：{ $reason }
stamp_not_arrived = ❌ 财务（{ $by }）说没到账，已冲回
told_not_arrived = ❌ { $what } { $amount } 没到账，已冲回（{ $by }{ $reason ->
        [none] { "" }
       *[other] ：{ $reason }
    }）。到账后请再记一次。
owes_unconfirmed = 🕓 已收的里面 { $amount } 待财务确认
twin_dropped = 好，是同一笔，不重复记。
help_confirm = 回款要不要等财务确认：/confirm on 或 off

# Write-offs.
approval_write_off = 坏账核销 { $account } { $amount }（{ $title }{ $due }到期的一笔）
approval_write_off_of = 💰 这笔还欠 { $owed }，核销后剩 { $left }
write_off_booked = 🧾 { $account } 坏账核销 { $amount }，不再催；现在共欠 { $balance }
write_off_back = ↩️ { $account } 恢复应收 { $amount }，核销作废
write_off_brief = ↩️ { $by } 恢复了 { $account } 核销的应收
write_off_not_positive = 核销的金额要大于零。
write_off_currency = 这笔欠的是 { $owed }，不能用 { $amount } 核销。请说对币种。
write_off_beyond = 这笔只欠 { $owed }，不能核销 { $amount }。请说对金额再提。
write_off_none = 没有核销过的，不用恢复。
ask_write_off_which = 核销 { $account } 的哪一笔？
ask_write_off_back_which = 恢复 { $account } 的哪一笔？
button_receivable = { $balance } { $title } { $due }到期
nothing_open = { $account } 没有未收的应收。
record_writeoff = 核销
share_not_possible = { $percent }% 不成一份，要在 0 和 100 之间。

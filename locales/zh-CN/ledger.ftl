# Money: payments, receivables, promises, what is owed.
payment_saved = ✅ { $account }：收到 { $amount }，尚欠 { $balance }
payment_on = 📅 { $on }到账
payment_advance = 💡 多出 { $advance } 记为预收（未对应应收）
payment_unmatched = 💡 { $advance } 未对应应收，先记为预收
payment_to_confirm = 🕓 待财务确认
payment_brief = ✅ 已记：{ $account } 回款 · { $by }
receivable_saved = ✅ { $account }：应收 { $amount } { $title }，{ $due }到期
receivable_balance = 💰 现在共欠 { $balance }
receivable_by_terms = 📐 没说到期日，按账期{ $terms }算（从{ $billed }算起）
receivable_overdue = ⏰ 已逾期 { $days } 天
receivable_brief = ✅ 已记：{ $account } 应收 · { $by }
promise_together = ➕ 同一天还答应过 { $before }，一共 { $total }
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
       *[other] { $amount ->
            [none] { $percent }%
           *[other] （{ $percent }%）
        }
    }
promise_record = 📊 { $who ->
        [none] { "" }
       *[other] { $who }{ " " }
    }以前答应过 { $count } 次，守约 { $kept } 次
promise_brief = ✅ 已记：{ $account } 付款承诺 · { $by }

ask_payment_amount = { $account } 付了多少？请回金额，比如「5万」。
ask_receivable_amount = { $account } 应收多少？请回金额。
ask_unknown_currency = 「{ $words }」是什么币种，我不认识。金额和币种请一起回，比如「500 美元」。
ask_promise_over = { $account } 答应的这一天 { $on } 已经过去了，是哪天？请回日期。
ask_promise_past = { $account } 答应的这一天：{ $on }已经过去了，是哪天？点明年的，或回日期。
ask_foreign = { $account } 欠的是 { $owed }，这笔 { $amount } 是别的币种，冲不掉它。是哪个？
button_foreign = { $amount }，先记预收
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
owes_as_of_today = （这是现在的数）
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
approval_write_off = 坏账核销 { $account } { $amount }（{ $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }{ $due }到期的一笔）
approval_less_of = 💰 这笔还欠 { $owed }，之后剩 { $left }
booked_write_off = 🧾 { $account } 坏账核销 { $amount }，不再催；现在共欠 { $balance }
write_off_back = ↩️ { $account } 恢复应收 { $amount }，核销作废
write_off_brief = ↩️ { $by } 恢复了 { $account } 核销的应收
write_off_not_positive = 核销的金额要大于零。
write_off_currency = 这笔欠的是 { $owed }，不能用 { $amount } 核销。请说对币种。
write_off_beyond = 这笔只欠 { $owed }，不能核销 { $amount }。请说对金额再提。
write_off_none = 没有核销过的，不用恢复。
ask_which_write_off = 核销 { $account } 的哪一笔？
ask_write_off_back_which = 恢复 { $account } 的哪一笔？
button_receivable = { $balance } { $title } { $due }到期
nothing_open = { $account } 没有未收的应收。
nothing_to_let_off = 🔎 没有未收的，零头没有可抹的
record_writeoff = 核销
share_not_possible = { $percent }% 不成一份，要在 0 和 100 之间。

# Payments: who paid, what the bank kept, where it went.
payment_fee = 🏦 到账 { $net }，银行扣手续费 { $fee }
payment_part = · { $amount } → { $title } { $due }到期的一笔，{ $left ->
        [none] 付清了
       *[other] 还剩 { $left }
    }
payment_next = ⏭ 下一笔：{ $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }{ $balance }，{ $due }到期
payment_third_party = 🔁 { $payer } 代 { $account } 付款（第三方付款）
payer_learnt = 💡 记住了：{ $payer } 会替 { $account } 付款（/payer 看和改）
payer_known = 早就记得：{ $payer } 会替 { $account } 付款。
payer_forgotten = 好，忘掉了：{ $payer } 不再当代付人。
payer_unknown = 没记过「{ $payer }」替谁付款。/payer 看全部。
payer_head = 🔁 记得的代付人（{ $count }）
payer_none = 🔁 还没记过谁替谁付款。
payer_row = · { $payer } → { $account }（{ $on }记的）
payer_how = 教我：/payer 深圳华兴 = 华星；忘掉：/payer 忘掉 深圳华兴
ask_payer_for = 「{ $payer }」以前替 { $accounts } 付过款。这笔是替谁付的？
ask_payer_whose = 「{ $payer }」自己是客户，也替 { $accounts } 付过款。这笔算谁的？
button_paid_for = 替 { $account } 付的
button_payer_own = { $account } 自己的
ask_gross = 到账 { $net }，手续费 { $fee }：冲账按客户付的 { $gross }，还是按到账的 { $net }？
button_gross = 按 { $amount }（手续费我们担）
button_net = 按 { $amount }（手续费客户担）
ask_parts_sum = 一共 { $amount }，可各部分加起来是 { $parts }，对不上。怎么记？
button_parts_whole = 总数按 { $amount }
button_parts_rest = 只记总数 { $amount }
ask_part_which = { $account } 的「{ $label }」{ $amount }，是哪一笔？
part_beyond = { $due }到期的那笔只欠 { $owed }，付不了 { $amount }。请说对各部分再记。
parts_beyond = 各部分比总数 { $amount } 多 { $over }。请说对再记。

# Refunds.
refund_saved = 💸 退给 { $account } { $amount }，现在共欠 { $balance }
refund_reopened = · { $title } { $due }到期的一笔重新打开，未收 { $balance }
refund_brief = 💸 { $by } 记了一笔给 { $account } 的退款
ask_refund_beyond = 账上 { $account } 一共只付过 { $paid }，退不出 { $amount }。是哪一种？
button_refund_never_booked = 他们付过没记：补记 { $amount }，再记退款
button_refund_off_bill = 没退钱，应收少收 { $amount }
refund_came_first = ✅ { $account }：补记收到 { $amount }（没对应收，先放预收）
refund_beyond = 他们一共只付过 { $paid }，退不了 { $amount }。请核对金额和客户。
refund_not_yours = 🔒 钱往外走要财务或经理来记。请把这句话发给他们。
ask_refund_amount = 和 { $account } 的这笔退款是多少？请回金额。
ask_refund_direction = { $account } 的 { $amount }：是客户付给我们，还是我们退给客户？
button_refund_in = 客户付给我们
button_refund_out = 我们退给客户
ask_refund_how = 我们退给 { $account } { $amount }，从哪里退？
button_refund_advance = 从预收 { $have } 里退
button_refund_owed = 退已付的，欠款恢复 { $amount }
button_refund_credit = 退已付的，{ $amount } 折让不再收（要批）

# Advances.
offset_saved = 🔄 { $account } 用预收冲掉 { $amount }，预收还剩 { $left }；现在共欠 { $balance }
offset_brief = 🔄 { $by } 用预收冲了 { $account } 的应收
ask_offset = { $account } 这笔{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }{ " " }
    }怎么冲？
button_offset_advance = 用预收冲（有 { $have }）
button_offset_write_off = 坏账核销（要批）
ask_offset_which = 用预收冲 { $account } 的哪一笔？
advance_none = 没有可用的预收。
advance_short = 预收只有 { $have }，冲不了 { $amount }。
nothing_open_in = 没有 { $currency } 的未收应收可冲。
advance_none_anywhere = ✅ 没有没用掉的预收。
advance_head = 💰 没用掉的预收（{ $count }）
advance_row = · { $account } { $have }{ $owed ->
        [none] { "" }
       *[other] （还欠 { $owed }）
    }
advance_how = 要冲账就说「华星的预收冲掉二期」，我不会自己冲。
owes_advance = 💡 另有预收 { $have } 没用掉

# Credit notes.
approval_credit_note = 折让 { $account } { $amount }（{ $title ->
        [none] { "" }
       *[other] { $title }{ " " }
    }{ $due }到期的一笔）
booked_credit_note = 🧾 { $account } 折让 { $amount }，少收这么多；现在共欠 { $balance }

# Disputes.
dispute_saved = ⏸ { $account } { $amount } 有争议，先不催{ $reason ->
        [none] { "" }
       *[other] ：{ $reason }
    } · { $owner } 负责。解决了说一声「{ $account } 争议解决」。
dispute_told = { $by }：{ $what }
dispute_over_saved = ▶️ { $account } { $amount } 争议解决，继续催
dispute_brief = { $by } 改了 { $account } 的争议状态
dispute_none = 没有记着的争议。
dispute_already = { $account } 这笔已经记着有争议，没在催。解决了说一声「{ $account } 争议解决」。
ask_dispute_which = { $account } 的哪一笔？
button_all_of_them = 全部 { $count } 笔
state_disputed = 有争议，不催{ $reason ->
        [none] { "" }
       *[other] ：{ $reason }
    }
state_covered = 有承兑，{ $on }到期前不催
alert_paused = ⏸ { $why }

# Bills.
bill_saved = 🧾 { $account } 承兑 { $amount }，{ $due }到期。到期兑付才算收到，之前不催。
bill_covers = · { $amount } 盖住 { $title } { $due }到期的一笔
bill_free = 💡 多出 { $amount } 没有应收可盖，兑付后记预收
bill_brief = 🧾 { $by } 记了 { $account } 的承兑
ask_bill_amount = { $account } 的承兑是多少？请回金额。
ask_bill_due = { $account } 的承兑 { $amount }，哪天到期？请回日期。
bill_in_the_past = { $on }已经过了。到期日要在今天以后；已经兑付的，直接说「收到…」。
bill_due_alert = 🧾 { $account } 的承兑 { $amount } { $on }到期，兑付了吗？
digest_bill_due = 🧾 到期的承兑
digest_row_bill_due = { $number }. { $account } 承兑 { $amount }，{ $on }到期
alert_bill_collected = 已兑付
alert_bill_dishonoured = 被拒付
bill_collected = ✅ { $account } 承兑 { $amount } 已兑付；现在共欠 { $balance }
bill_dishonoured = ❌ { $account } 承兑 { $amount } 被拒付，盖住的应收从今天起重新催；现在共欠 { $balance }
bill_is_collected = ✅ { $account } 承兑 { $amount } 已兑付
bill_is_dishonoured = ❌ { $account } 承兑 { $amount } 被拒付
bill_is_void = ↩️ { $account } 承兑 { $amount } 撤销了
bill_decided = { $state ->
        [collected] 这张承兑已经兑付了。
       *[other] 这张承兑已经被拒付了。
    }
owes_bill = 🧾 手上有承兑 { $amount }，{ $due }到期
record_bill = 承兑
record_payer = 代付人
help_advances = 谁有没用掉的预收
help_payer = 谁替谁付款：/payer 深圳华兴 = 华星
refund_correct = 退款不能直接改或恢复：请撤销那条，再照对的说一遍。
ask_which_credit_note = 折让 { $account } 的哪一笔？

# The bank's file.
bank_head = 🏦 { $name }：收款 { $count } 笔{ $sums ->
        [none] { "" }
       *[other] ，共 { $sums }
    }
bank_row = · { $on } { $amount } { $payer } → { $account ->
        [none] ❓ 记的时候问
       *[other] { $account }
    }{ $logged ->
        [none] { "" }
       *[other] （{ $logged }已记，银行确认）
    }
bank_there = ✓ { $count } 行账本里已经有了，不会重复
bank_outgoing = { $count } 行是付出去的，不管
bank_done = 🏦 新记 { $new } 笔，确认 { $confirmed } 笔：
bank_confirmed = ☑️ { $account } { $on }记的 { $amount }，银行确认到账
bank_known = ✓ { $account } 这一行账本里已经有了
bank_not_allowed = 🔒 银行流水由财务或经理发给我。
bank_too_many = 这个文件有 { $count } 笔收款，一次最多 { $most } 笔。请按日期拆开再发。
button_bank_book = 记上 { $count } 笔{ $asked ->
        [0] { "" }
       *[other] （{ $asked } 笔会问）
    }
row_no_payer = 没有付款人
ask_bank_payer = 「{ $name }」付的这笔是哪个客户的？直接回客户名，我会记住；是新客户就点新建。
usage_writeoff = /writeoff { $account } 3万 因为工厂倒闭
usage_creditnote = /creditnote { $account } 5000 因为少发货
usage_refund = /refund 我们给 { $account } 退了2000
usage_offset = /offset { $account } 二期
usage_dispute = /dispute { $account }，质量问题
usage_bill = /bill { $account } 20万，六个月
help_writeoff = 坏账核销（要批）：/writeoff 华星 3万 因为…
help_creditnote = 折让、红冲（要批）：/creditnote 华星 5000 因为…
help_refund = 记退款：/refund 我们给华星退了2000
help_offset = 用预收冲账：/offset 华星 二期
help_dispute = 有争议，先不催：/dispute 华星，质量问题
help_bill = 记承兑汇票：/bill 华星 20万，六个月

# 投诉：谁处理，哪些先不催，处理好了接着催。
record_complaint = 投诉
help_complaints = 还没处理好的投诉：/complaints，或 /complaints 华星；记一条就说「华星投诉了二期设备，张工处理」
complaint_row = 📣 { $account }（{ $on }）：{ $text } · { $owner } 处理
complaint_pauses = ⏸ { $amount } 先不催，投诉处理好了再接着催
complaint_how = 💡 处理好了按下面的按钮，或说一声「{ $account }投诉处理好了」。
complaint_told = { $by }：{ $what }
complaint_brief = 📣 { $by } 记了 { $account } 的投诉
complaint_over_saved = ✅ { $account } 的投诉处理好了：{ $text }
complaint_resumed = ▶️ { $amount } 从今天起接着催
complaint_over_brief = ✅ { $by }：{ $account } 的投诉处理好了
complaint_none = { $account } 没有还开着的投诉。
complaint_closed = 这条投诉已经处理好了。
complaints_none = 📣 没有还开着的投诉。
complaints_head = 📣 还没处理好的投诉 { $count } 条，早的在前：
ask_complaint_pauses = { $account } 的投诉记下之前问一句：哪笔款先不催？
ask_complaint_which = { $account } 的哪条投诉处理好了？
button_pause_nothing = 照常催
button_complaint_over = { $account ->
        [none] 处理好了
       *[other] { $account }：处理好了
    }

# 发货和验收：计划哪天、发了没有、延期时跟着改的到期日。
record_delivery = 发货
help_deliveries = 还没发的货：/deliveries，或 /deliveries 华星；记一条就说「华星发货了 200台」「下周三给华星发货」「华星验收了」
delivery_saved = { $state ->
        [done] ✅
        [moved] 🔁
       *[planned] 📦
    } { $account }：{ $on }{ $kind ->
        [acceptance] { $state ->
            [done] 验收了
           *[other] 验收
        }
       *[delivery] { $state ->
            [done] 发货了
           *[other] 发货
        }
    }{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }{ $before ->
        [none] { "" }
       *[other] ，原定 { $before }
    }{ $late ->
        [0] { "" }
       *[other] ，比计划晚 { $late } 天
    }
delivery_brief = 📦 { $by } 记了 { $account } 的发货
delivery_row = { $state ->
        [done] ✅
       *[planned] 📦
    } { $account } { $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }：{ $on }{ $state ->
        [done] 完成
       *[planned] { $days ->
            [0] { "" }
           *[other] ，晚了 { $days } 天
        }
    }{ $first ->
        [none] { "" }
       *[other] （原定 { $first }）
    }
deliveries_none = 📦 没有在等的发货或验收。记一条就说「下周三给华星发货 200台」。
deliveries_head = { $count ->
        [0] 📦 没有在等的发货或验收；做完的：
       *[other] 📦 还没发（还没验收）的 { $count } 批，早的在前：
    }
delivery_due_alert = 📦 { $account } { $kind ->
        [acceptance] 的验收
       *[delivery] 的货
    }{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }{ $days ->
        [0] { " " }{ $on }该{ $kind ->
            [acceptance] 验收了，验收了吗？
           *[delivery] 发了，发了吗？
        }
       *[other] 晚了 { $days } 天：原定 { $on }{ $kind ->
            [acceptance] 验收
           *[delivery] 发货
        }
    } · { $owner }
digest_delivery_due = 📦 该发的货
digest_row_delivery_due = { $number }. { $account } { $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }，原定 { $on }{ $days ->
        [0] { "" }
       *[other] ，晚了 { $days } 天
    } · { $owner }
delivery_settled = { $state ->
        [done] ✅
        [void] ↩️
       *[moved] 🔁
    } { $account } { $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }{ $state ->
        [done] ：{ $on }完成
        [void] ：撤销了
       *[moved] ：改到 { $on }
    }
alert_delivered = 已完成
alert_delivery_later = 改日期
button_delivered = 已完成：{ $account } { $on }
button_delivery = { $on ->
        [none] { "" }
       *[other] { $on }
    }{ $what ->
        [none] 那批
       *[other] 的 { $what }
    }
button_delivery_other = 另外一批
ask_which_delivery = { $account } 是哪一批{ $kind ->
        [acceptance] 的验收
       *[delivery] 货
    }？
ask_delivery_day = { $account } { $kind ->
        [acceptance] 哪天验收
       *[delivery] 哪天发货
    }？请回日期，比如「12月3号」。
ask_base_day = { $account } 这 { $amount } 要等{ $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }后才到期：是哪天{ $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }（已经发生的或计划的都行）？请回日期。
receivable_hangs = 🔗 跟着{ $kind ->
        [acceptance] 验收
       *[delivery] 发货
    }日 { $on }算的；那天变了会来问你改不改
delivery_risky = ⚠️ { $account } 信用只有 { $points } 分（{ $grade } 级），最差的一条是
    { $why }
delivery_risky_plain = ⚠️ { $account } 的付款信用不好，先问问负责人。
ask_delivery_risky = { $risk }
    还要记这次发货吗？
delivery_beyond_told = ⚠️ { $by } 记了 { $account } 的货已经发出{ $what ->
        [none] { "" }
       *[other] { " " }{ $what }
    }{ $amount ->
        [none] { "" }
       *[other] （值 { $amount }）
    }，超额度 { $over }。
delivery_not_billed = 💡 货出去了，还没记应收：说「{ $account }应收 { $amount }，哪天到期」就记上。
dues_tied = 🔗 有款是跟着这个日子算的：
dues_along = 🔗 这些款还没到期：
ask_dues_move = 要跟着改吗？不点不动。
due_moves = · { $balance }{ $title ->
        [none] { "" }
       *[other] { " " }{ $title }
    }：{ $before } → { $after }
button_dues_move = 跟着改（{ $count } 笔）
button_due_moves = { $balance } 改到 { $on }
button_dues_stay = 都不改
dues_stay = 到期日都没动。
dues_moved = ✅ { $account } { $count } 笔的到期日改了：
due_hangs = 🔗 { $balance }{ $title ->
        [none] { "" }
       *[other] { " " }{ $title }
    } 跟着这个日子算应是 { $after }，现在还是 { $before }。要改就回复那笔应收的卡片，说对的日期。
delivery_done_already = 这批 { $on }已经完成了，没有再记。错了就回复那张卡片改，或 /undo。
delivery_to_come = { $on }还没到，不能记成已经发了。是计划的话，说「{ $on }发货」。
delivery_in_the_past = { $on }已经过去了，不能再定在那天。已经发了就说「发货了」，要改期请说今天或以后的日子。

# 现金：收了先在谁手里，交回财务为止。
help_held = 谁手里还有没交回的现金，一笔一行，财务（没有财务就经理）点「已交回」
payment_held = 💵 现金在 { $by } 手里，交回后由财务点「已交回」
cash_ask = 💵 { $by } 手里有 { $account } 的现金 { $amount }（{ $on }收的）：交回来了吗？
cash_told = 💵 { $by } 收了 { $account } 的现金 { $amount }（{ $on }），等交回
cash_was = 💵 { $by } 收的 { $account } 现金 { $amount }（{ $on }）
button_handed_in = 已交回
button_handed_in_of = 已交回：{ $account } { $amount }
alert_handed_in = 已交回
cash_handed_in = ✅ { $by } 收的 { $account } 现金 { $amount }（{ $on }）交回来了
cash_taken_back = ↩️ { $account } 现金 { $amount }（{ $on }）这笔撤销了
cash_held_alert = 💵 { $by } 手里 { $account } 的现金 { $amount }（{ $on }收的）还没交回
digest_cash_held = 💵 没交回的现金
digest_row_cash_held = { $number }. { $by }：{ $account } { $amount }（{ $on }收的）
cash_own_hands = 钱在你自己手里，不能自己点「已交回」：交给财务（没有财务就交给经理），由他们来点。
held_none = 💵 没有人手里有没交回的现金。
held_head = 💵 还没交回的现金共 { $sums }
held_by = 👤 { $by }：{ $sums }
held_row = · { $account } { $amount }，{ $on }收的{ $days ->
        [0] { "" }
       *[other] ，{ $days } 天了
    }

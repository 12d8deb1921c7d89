# What is said without being asked, and what is to be seen to today.
overdue_alert = ⏰ { $account } 逾期 { $days } 天：{ $balance } · { $owner }
promise_due_alert = 🤝 { $account } { $kind ->
        [part] 答应 { $on }付 { $said }，这笔共欠 { $balance }
        [kept] 守约：答应 { $on }付的到了，这笔还欠 { $balance }
       *[all] 答应 { $on }付：{ $balance }
    } · { $owner }{ $days ->
        [0] { "" }
       *[other] （已逾期 { $days } 天）
    }
due_soon_alert = 🔔 { $account } { $days ->
        [0] 今天到期：{ $balance }
       *[other] 快到期：{ $balance }，{ $due }到期
    } · { $owner }
alert_contacted = 已联系
alert_promised = 答应几号付
alert_received = 已收到
alert_disputed = 有争议
alert_contacted_by = ☎️ { $by } 已联系
alert_promise_stands = 🤝 { $promised }
alert_promise_broken = 💔 { $promised }
promise_stands = 答应 { $on }付
promise_broken = 说好 { $on }付，没付
alert_settled = ✅ { $account } { $lost ->
        [none] 已结清 { $amount }
       *[other] 已了结 { $amount }，其中核销 { $lost }
    }
alert_open = { $number } { $account }
alert_settled_already = 这笔已经结清了
alert_not_yours = 这是 { $owner } 的客户，请他来处理
digest_head = { $rule }（{ $count }）{ $sums ->
        [none] { "" }
       *[other] ：{ $sums }
    }
digest_task_due = ➡️ 待办
digest_promise_due = 🤝 今天答应付的
digest_overdue = ⏰ 逾期未收
digest_due_soon = 🔔 快到期
digest_more = …还有 { $count } 条没列出，私聊我发 /owes 看欠款，发 /today 看自己的
digest_empty = ✅ 都处理完了
digest_row_task_due = { $number }. { $task } · { $days ->
        [0] { $when }
       *[other] 晚 { $days } 天
    }{ $owner ->
        [none] { "" }
       *[other] { " · " }{ $owner }
    }
digest_row_promise_due = { $number }. { $account } { $kind ->
        [part] 答应 { $on }付 { $said }，这笔共欠 { $balance }
        [kept] 守约：答应 { $on }付的到了，这笔还欠 { $balance }
       *[all] 答应 { $on }付：{ $balance }
    } · { $owner }
digest_row_overdue = { $number }. { $account } 逾期 { $days } 天：{ $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] （{ $promised }）
    }
digest_row_due_soon = { $number }. { $account } { $due }到期：{ $balance } · { $owner }
digest_row_settled = { $number }. ✅ { $account } { $lost ->
        [none] 已结清
       *[other] 已了结，其中核销 { $lost }
    }
ask_promise_day = { $account } 欠 { $balance }，答应几号付？点一个，或直接回日期（比如「下周三」）。
ask_received = { $account } 收到多少？还欠 { $balance }。点一个，或直接回金额。
button_received_all = 全部 { $balance }
ask_dispute_why = { $account } 的 { $balance } 有什么争议？回一句原因（比如「数量不对」），记下就先不催了。
button_no_reason = 不写原因
promise_in_the_past = { $on }已经过了。请回一个今天以后的日期。
break_head = 🏮 节前催收清单：{ $first } 到 { $last } 放假 { $days } 天，之前该收 { $count } 笔，共 { $sums }
today_head = 📌 { $name ->
        [none] { "" }
       *[other] { $name }{ " " }
    }{ $on }要盯的事
button_today = 看全部
today_nothing = 🌙 { $name ->
        [none] { "" }
       *[other] { $name }{ " " }
    }今天没有要盯的事
today_task = ➡️ { $number }. { $task } · { $when }{ $days ->
        [0] { "" }
       *[other] ，晚 { $days } 天
    }
today_overdue = ⏰ { $account } 逾期 { $days } 天：{ $balance } · { $owner }{ $promised ->
        [none] { "" }
       *[other] （{ $promised }）
    }
today_due = 🔔 { $account } { $due }到期：{ $balance } · { $owner }

# 更夫说自己的事，只私下告诉经理。
unwell_tick = 🩺 我的更漏停了：眼下到点的事都没有人管。请管理员重启我一下，已记的都在。
unwell_writer = 🩺 账本暂时写不进去（磁盘满了、被占用或损坏）。消息都留着，恢复后自动补记；管理员请看 `gengfu doctor`。
unwell_inbox = 🩺 有消息等了好几分钟还没处理，都留着没丢。管理员请看 `gengfu doctor`，或重启我。
unwell_outbox = 🩺 有消息等了好几分钟还没发出去，都留着，会补发。管理员请用 `gengfu doctor --online` 看看平台通不通。
unwell_sweep = 🩺 今早的提醒晚了：到期的事我还没能查完，正在反复重试；原因见 `gengfu doctor` 和日志。可先发“今天”看要盯的事。
unwell_name_tick = 更漏
unwell_name_writer = 账本
unwell_name_inbox = 收消息
unwell_name_outbox = 发消息
unwell_name_sweep = 早上的提醒
backup_late = 🗄 账本已经 { $hours } 小时没有好的备份了{ $last ->
        [none] { "" }
       *[other] ，上一次是 { $last }
    }。
backup_late_do = 我每小时会再试一次。请管理员运行 `gengfu backup`，马上备份并看哪里不对；其他问题看 `gengfu doctor`。
ship_late = 🗄 账本的改动已经 { $minutes } 分钟没能另存到第二处了。
ship_unproven = 🗄 试着恢复另存在第二处的账本，发现不完整。那里已放好一份新的全本，之后的改动接着它存。
ship_late_do = 我会一直重试，通了就全部补上。请管理员看 `gengfu doctor`，并检查 GENGFU_SHIP 那个文件夹和它的磁盘。
morning_kept = 🔏 { $backup ->
        [none] { "" }
       *[other] 已备份并试恢复，校验通过（{ $backup }） ·{ " " }
    }审计尾号 { $head }
well_again = ✅ 恢复正常：{ $what }。

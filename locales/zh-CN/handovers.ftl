# Handovers: offering customers to a colleague, yes, no, and what moved.
handover_offer = 🤝 交接预览：{ $giver } → { $receiver }，{ $count } 家客户{ $all ->
        [yes] （接收那天他名下的全部）
       *[no] { "" }
    }
handover_row = · { $account }{ $owed ->
        [none] { "" }
       *[other] ：欠 { $owed }
    }{ $deals ->
        [0] { "" }
       *[other] ，商机 { $deals }
    }{ $tasks ->
        [0] { "" }
       *[other] ，待办 { $tasks }
    }
handover_more = …还有 { $count } 家
handover_along = 📦 一起过去：{ $parts }
handover_count_accounts = 客户 { $count }
handover_count_contacts = 联系人 { $count }
handover_count_deals = 进行中的商机 { $count }
handover_count_closed = 已结的商机 { $count }（业绩归属不变）
handover_count_contracts = 合同 { $count }
handover_count_receivables = 未收的应收 { $count }
handover_count_promises = 付款承诺 { $count }
handover_count_tasks = 待办 { $count }
handover_count_alerts = 提醒 { $count }
handover_count_deliveries = 还没发的货 { $count }
handover_count_cash = 交出人手里的现金 { $count } 笔（要先交回）
handover_kind_accounts = 客户
handover_kind_contacts = 联系人
handover_kind_deals = 进行中的商机
handover_kind_closed = 已结的商机
handover_kind_contracts = 合同
handover_kind_receivables = 未收的应收
handover_kind_promises = 付款承诺
handover_kind_tasks = 待办
handover_kind_alerts = 提醒
handover_kind_deliveries = 还没发的货
handover_kind_cash = 手里的现金
handover_names = { $names }{ $more ->
        [yes] 等 { $count } 家
       *[no] { "" }
    }
handover_promise = 接收之前什么都不变；接收那一刻一起过去，阶段和日期不变。
handover_not_later = 💡 不会等到 { $on }：一接收就换负责人。要到那天再交，就那天再说。
handover_left_waiting = ⏳ 没放进来：{ $accounts } 已经在等别人接收
handover_left_theirs = 💡 没放进来：{ $accounts } 本来就是 { $name } 的
handover_left_others = 🚫 没放进来：{ $accounts } 的负责人不是 { $name }
button_handover_send = 交出
button_handover_drop = 算了
button_handover_all = 看全部 { $count } 家
button_handover_cancel = 取消交接
handover_dropped = 好，不交了。
toast_handover_sent = 发出去了
toast_handover_picked = 选好了
toast_handover_accepted = 接收了
toast_handover_refused = 已拒绝
toast_handover_cancelled = 已取消
handover_sent = 📮 已请 { $receiver } 接收 { $giver } 的 { $accounts }。
    在这之前什么都不变；每个工作日提醒一次，{ $on } 起经理可以代为接收。
handover_unreachable = ⚠️ { $receiver } 还没打开和我的私聊，我先告诉经理。请 { $receiver } 私聊我发 /start。
handover_proposed_for_you = 🤝 { $by } 要把你的 { $accounts } 交给 { $receiver }，等对方接收。

handover_alert = { $days ->
        [0] 🤝 { $giver } 要把 { $count } 家客户交给你
       *[other] ⏳ 等了 { $days } 个工作日：{ $giver } 的 { $count } 家客户等你接收
    }{ $by ->
        [none] { "" }
       *[other] （{ $by } 提出）
    }
handover_late_alert = ⏳ { $receiver } 还没接收 { $giver } 的 { $count } 家客户（{ $since } 提出）
digest_handover = 🤝 等你接收的交接
digest_handover_late = ⏳ 没人接收的交接
digest_row_handover = { $number }. { $giver } → { $receiver }：{ $count } 家客户，{ $since } 提出
alert_handover_accept = 接收
alert_handover_refuse = 拒绝
alert_handover_list = 看清单
alert_handover_accept_for = 代为接收
alert_handover_cancel = 取消交接
handover_accepted = ✅ 交接完成：{ $giver } → { $receiver }{ $by ->
        [none] { "" }
       *[other] （{ $by } 代为接收）
    }
handover_refused = 🚫 { $receiver } 没有接收 { $giver } 的客户，都还在 { $giver } 名下
handover_cancelled = ↩️ 交接取消了：{ $giver } → { $receiver }，什么都没变{ $by ->
        [none] { "" }
       *[other] （{ $by }）
    }
stamp_handover_accepted = ✅ 已接收
stamp_handover_refused = 🚫 被拒绝了
stamp_handover_cancelled = ↩️ 已取消

handover_done = ✅ 交接完成：{ $giver } → { $receiver }：{ $accounts }{ $by ->
        [none] { "" }
       *[other] （{ $by } 代为接收）
    }
handover_joined = ➕ 提出之后新增的也过来了：{ $accounts }
handover_stayed = ➖ 没过来：{ $account }，现在的负责人是 { $owner }
handover_change = { $what } { $before } → { $after }
handover_changed = 💡 和提出时不一样：{ $parts }
handover_group = 🤝 交接：{ $accounts } 以后由 { $receiver } 负责（原来是 { $giver }）{ $by ->
        [none] { "" }
       *[other] ，{ $by } 代为接收
    }
handover_nothing_left = 这些客户都已经不在 { $giver } 名下，没有可接收的，交接（{ $giver } → { $receiver }）取消了。
handover_refused_by_you = 🚫 没有接收 { $giver } 的客户，已告诉对方。想说原因就直接回一句（10 分钟内），我转告。
handover_reason_told = 💬 { $by } 说：{ $reason }
handover_reason_kept = 好，转告了。

handover_pending_head = 🤝 等接收的交接（{ $count }）
handover_more_pending = …还有 { $count } 份
handover_waits = ⏳ { $giver } → { $receiver }：{ $count } 家客户，{ $since } 提出
handover_list_head = 📋 { $count } 家客户
button_handover_open = { $number } 给 { $receiver } 的
button_handover_new = ＋ 交出客户
handover_ask_giver = 交出谁的客户？
handover_ask_receiver_of = 把 { $accounts } 交给谁？
handover_ask_receiver = 把 { $giver } 的客户交给谁？
handover_ask_accounts = { $giver } → { $receiver }：交哪些？（共 { $count } 家）点客户打勾，或直接点「全部」。
handover_more_people = 还有 { $count } 人没列出：直接发 /handover 交出人 接收人 全部
button_handover_giver = { $name }（{ $count }）
button_handover_ticked = ☑ { $name }
button_handover_unticked = ☐ { $name }
button_handover_page = 第 { $start }–{ $end } 家 ›
button_handover_everything = 全部 { $count } 家
button_handover_these = 就这 { $count } 家

handover_how = 这样交：/handover 张伟 李娜 全部，或 /handover 张伟 李娜 华星 远航。直接发 /handover 也可以一步步点。
handover_to_self = { $name } 不用交给自己。请换一位同事。
handover_to_leaver = { $name } 已经不在团队里，不能接收客户。请换一位同事，名单见 /team。
handover_to_role = { $name } 不是销售也不是经理，不能做客户负责人。请换一位同事，或先用 /role 改角色。
handover_nobody = 团队里没有别的销售或经理可以接收。先用 /invite 请人进来。
handover_not_yours = 🔒 { $owner } 的客户只能由本人或经理交出。
handover_others = 🔒 { $accounts }{ $more ->
        [0] { "" }
       *[other] {" "}和另外 { $more } 家
    } 的负责人不是 { $name }。客户只能由负责人本人或经理交出。
handover_theirs_already = { $accounts } 本来就是 { $name } 的客户。
handover_nothing = { $name } 名下没有客户可交。
handover_waiting = { $accounts }{ $more ->
        [0] { "" }
       *[other] {" "}和另外 { $more } 家
    } 已经在等别人接收。发 /handover 看，先取消那一份再交。
handover_unknown = 「{ $name }」我没认出来，不是同事也不是客户{ $near ->
        [none] 。名单见 /team 和 /mine。
       *[other] ，是不是：{ $near }？
    }
handover_one_receiver = 一次只能交给一位：{ $names } 请分开说。
handover_none_picked = 先点几家客户打勾，或点「全部」。
handover_decided = 这次交接已经{ $state ->
        [accepted] 接收
        [refused] 拒绝
       *[cancelled] 取消
    }了
handover_not_for_you = 这不是交给你的，要由接收的人来点。
handover_too_early = 再等等：{ $on } 起经理才可以代为接收。
handover_cancel_not_yours = 只有交出的人、提出的人或经理能取消。
undo_handover = 交接是两个人说定的，一个人不能撤。要交回来就再交一次，比如 /handover 李娜 张伟 华星。
undo_handed_over = 「{ $what }」已经交给 { $owner } 了，请 { $owner } 或经理来撤。
undone_handover = · { $what }
record_handover = 交接
help_handover = 把客户交给同事：/handover 张伟 李娜 全部
button_handover_leaver = 把客户交给别人

# Accounts, visits, deals, next steps, notes.
visit_saved = ✅ { $kind } · { $account }{ $contact ->
        [none] { "" }
       *[other] { " · " }{ $contact }
    }
    { $on }{ $until ->
        [none] { "" }
       *[other] { " 至 " }{ $until }
    } { $at }{ $assumed ->
        [yes] （没说日期，按今天记）
       *[other] { "" }
    }
visit_brief = ✅ 已记：{ $account } 拜访 · { $by }
visit_kind_visit = 拜访
visit_kind_call = 电话
visit_kind_online = 线上
deal_saved = 💼 商机 · { $account } { $name }：{ $amount ->
        [none] 金额待定
       *[other] { $amount }
    }{ $upper ->
        [none] { "" }
       *[other] { " ~ " }{ $upper }
    }{ $close ->
        [none] { "" }
       *[other] ，预计 { $close }签
    }
deal_saved_estimate = 💼 商机 · { $account } { $name }：预算{ $amount ->
        [none] { "" }待定
       *[other] { " " }{ $amount }
    }{ $upper ->
        [none] { "" }
       *[other] { " ~ " }{ $upper }
    }（客户估的，不是报价）{ $close ->
        [none] { "" }
       *[other] ，预计 { $close }签
    }
deal_was = 原来记的是 { $amount }
deal_brief = ✅ 已记：{ $account } 商机 · { $by }
stage_saved = 📈 { $account }：{ $before ->
        [none] { "" }
       *[other] { $before } →{ " " }
    }{ $stage } { $amount }
stage_won_no_contract = 📝 还没有合同。签了告诉我；应收这样记：「{ $account }应收20万，到期1月15日」。
stage_won_no_contract_yet = 📝 还没有合同，签了告诉我。
stage_brief = ✅ 已记：{ $account } 阶段 · { $by }
stage_lead = 线索
stage_contacted = 初步接触
stage_needs = 需求确认
stage_proposal = 方案报价
stage_negotiation = 商务谈判
stage_contract = 合同签订
stage_won = 赢单
stage_lost = 输单
stage_on_hold = 搁置
note_saved = 📝 { $account }：记成备注
note_saved_kind = 📝 { $account }：{ $kind }我还不会单独管，先按原话记成备注，不会丢。
note_brief = ✅ 已记：{ $account } 备注 · { $by }
intent_note = 备注
intent_competitor = 竞品动向
intent_contract = 合同
intent_handover = 代管
account_saved = ✅ 新客户：{ $account }，负责人 { $owner }
account_contact = 👤 联系人 { $name }
account_noted = 📝 其余的记成了备注
account_brief = ✅ 新客户：{ $account } · { $by }

account_head = 🏢 { $account } · { $owner } · { $tier }{ $region ->
        [none] { "" }
       *[other] { " · " }{ $region }
    }
account_co_owners = 👥 共同负责人：{ $names }
account_is_archived = 📦 已归档。要再用就发 /unarchive { $account }
account_contacts = 👤 { $people }{ $more ->
        [0] { "" }
       *[other] ，还有 { $more } 人
    }
contact_brief = { $name }{ $title ->
        [none] { "" }
       *[other] （{ $title }）
    }
tier_key = 重点客户
tier_normal = 普通客户
tier_prospect = 潜在客户
account_promises = 🤝 承诺：守约 { $kept }，晚几天 { $late }，失约 { $broken }{ $people ->
        [none] { "" }
       *[other] （{ $people }）
    }
account_promises_of = { $name } { $count } 次守约 { $kept } 次
account_habit = ⏱ 平均 { $days } 天付款，{ $late ->
        [0] 不拖
       *[other] 其中逾期 { $late } 天
    }（{ $count } 笔）
account_owes_nothing = 💰 没有欠款
account_owes = 💰 欠 { $owed }，都没到期
account_owes_overdue = 💰 欠 { $owed }，最长逾期 { $days } 天
account_receivable = · { $balance } { $title } { $due }到期{ $days ->
        [0] { "" }
       *[other] ，逾期 { $days } 天
    }{ $promised ->
        [none] { "" }
       *[other] ，{ $promised }
    }
account_advance = · 预收 { $advance }（未对应应收）
account_deal = 💼 { $name } { $stage } { $amount }{ $estimate ->
        [yes] （客户预算）
       *[other] { "" }
    }，自 { $since }{ $close ->
        [none] { "" }
       *[other] ，预计 { $close }签
    }{ " · " }{ $owner }
account_visit = 🚶 { $on } { $by } { $kind } { $contact }：{ $note }{ $spot ->
        [none] { "" }
       *[other] { " " }📍 { $live ->
            [over] 有位置为证（已到期清掉）
           *[other] { $spot }
        }{ $live ->
            [yes] （实时）
           *[no] { "" }
        }
    }
spot_line = 📍 { $spot }{ $live ->
        [yes] （实时位置）
       *[no] （手机发来的位置；地图上选的点看上去也一样，实时位置才作得准）
    }
spot_kept = 📍 位置附在刚才 { $account } 的拜访上了
spot_brief = 📍 { $account } 的拜访附了位置 · { $by }
spot_forwarded = 📍 这是转发来的位置，不能证明到访。请发自己现在的位置：/here
here_how = 📍 点下面的键发送你现在的位置。刚记过拜访就附在那次拜访上；还没记，我会问是哪家客户。
evidence_kept = 📎 { $name } 附在 { $account } 的{ $what }上了
evidence_same = 📎 { $name } 已经附在 { $account } 上了
evidence_beside = 📎 附了 { $name }
evidence_brief = 📎 { $account }：附了文件 · { $by }
button_evidence = 📎 { $name }
account_task = ➡️ { $on } { $at } { $by }：{ $note }
account_more = …还有 { $count } 条
mine_none = 你名下还没有客户。说「新客户 华星科技」就有了。
mine_head = 📇 你的客户 { $count } 家
mine_row = · { $account }
mine_row_owes = · { $account }：欠 { $owed }
mine_row_overdue = · { $account }：欠 { $owed }，逾期 { $days } 天

ask_account = 是哪个客户？请回客户名。
ask_account_of_several = 是哪一家？点一个，或回客户名。
ask_new_account = 没有「{ $name }」这个客户。要新建吗？
ask_which_account = 「{ $name }」指哪个客户？
ask_near_name = 「{ $name }」是不是{ $near }？
ask_visit_future = { $account }：{ $on } 还没到，拜访是哪天？请回日期；是计划就说「周三去拜访」。
ask_when_next = { $account }：什么时候？请回个日期，比如「下周三」。
ask_which_deal = 有 { $count } 个商机开着，是哪一个？
button_deal = { $name } { $stage } { $amount }
account_unknown = 没找到「{ $name }」这个客户。看看 /mine，或说「新客户 { $name }」新建。
account_near = 没有「{ $name }」，是不是这个？
account_near_said = 没有「{ $name }」，是不是：{ $near }？
account_several = 「{ $name }」可能是：
account_which = 看哪个客户？例如 /account 华星
account_exists = 客户「{ $name }」已经有了，不用新建。
account_gone = 这个客户已经不在了。
account_name_short = 客户名至少两个字。例如：新客户 华星科技
deal_none = 这个客户没有进行中的商机。
deal_which = 有几个商机开着，请先说清是哪个。

# 竞争对手：两周内第三次有人提到，告诉经理。
rival_saved = 👀 { $account }：记下竞争对手「{ $rival }」，原话留作备注
rival_alert = 👀 两周内第三次有人提到竞争对手「{ $rival }」：
rival_row = · { $on } { $account }（{ $by }）：{ $text }

# Discounts: the list price, what is taken off, and the yes that more than the rule needs.
deal_discount = 🏷 原价 { $list }，让 { $less }（{ $percent }%）
discount_parked = ✋ { $account }{ $name ->
        [none] { "" }
       *[other] { " " }{ $name }
    } 降到 { $net } 超过了你能定的，先停着；批了才算。
discount_sum = 🧮 原价 { $list } − 要价 { $net } = 让 { $less }（{ $percent }%）；{ $allowed ->
        [0] { $by } 自己不能让
       *[other] { $by } 自己最多让 { $allowed }%，就是 { $down_to }
    }
discount_stands = 💼 批之前商机按 { $list } 算
approval_discount = { $account }{ $name ->
        [none] { "" }
       *[other] { " " }{ $name }
    } 降到 { $net }（原价 { $list }，让 { $percent }%，{ $kind }）
discount_of_deal = 报价
discount_of_stage = 成交
discount_of_contract = 签合同
button_discount_allowed = 按 { $net } 记（让 { $percent }%）
button_discount_stay = 就按 { $net } 记
booked_discount = ✅ 折扣批了：{ $account } { $net }（让 { $percent }%），已记上。
discount_credit_next = 💳 价格定了；成交这一步超了 { $account } 的额度，请报的人再说一遍成交，会另外报批。
discount_fits_now = { $account } 按 { $net } 没有超，不用批：直接再说一遍就记上了。
discount_moved = { $account } 这个商机的价格这期间动过，现在是 { $now }，不是当时报的了。请报的人再说一遍，按新的数来批。
discount_gone = { $account } 的这个商机已经没有了（撤销或丢单），没有可批的折扣。
discount_say_again = { $account } 的这笔还有没说清的地方，没法照批的记。请报的人重新说一遍。
discount_by_correction = 改成 { $net }，比 { $account } 的 { $list } 让得太多，没有改。要这个价就直接说「{ $account } 降到 { $net }」，会报给经理批。
discount_currency = 原来报的是 { $asked }，换成 { $amount } 比不出让了多少，没有记。请把这种货币的原价一起说，比如「原价 { $amount }，打 95 折」。
discount_too_much = 原价 { $list } 让 { $less } 就没有价了，没有记。请把原价和折扣再说一遍，比如「80万打9折」。
ask_list_price = { $account } 的原价是多少？有原价才算得出折扣。
ask_which_price = 按 { $list } 打完折是 { $worked_out }，你说的是 { $said }，以哪个为准？
account_deal_waits = ✋ 降到 { $net }（让 { $percent }%）待批
deal_terms = 📐 付款：{ $shares ->
        [none] { $net ->
            [none] { $terms }
           *[other] { $net }
        }
       *[other] { $shares }%（{ $terms ->
            [none] 分期
           *[other] { $terms }
        }）
    }
deal_terms_differ = ⚠️ { $account } 平时是 { $usual } 天，这单{ $turn ->
        [longer] 放长了
       *[shorter] 缩短了
    } { $days } 天

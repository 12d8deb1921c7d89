# Discounts: the list price, what is taken off, and the yes that more than the rule needs.
deal_discount = 🏷 List price { $list }, { $less } off ({ $percent }%)
discount_parked = ✋ { $net } for { $account }{ $name ->
        [none] { "" }
       *[other] { " " }{ $name }
    } is more off than you may give: it waits, nothing of it counts before a yes.
discount_sum = 🧮 List { $list } − asked { $net } = { $less } off ({ $percent }%); { $allowed ->
        [0] { $by } may give nothing alone
       *[other] { $by } alone may give { $allowed }%, down to { $down_to }
    }
discount_stands = 💼 Until then the deal stands at { $list }
approval_discount = { $account }{ $name ->
        [none] { "" }
       *[other] { " " }{ $name }
    } down to { $net } (list { $list }, { $percent }% off, { $kind })
discount_of_deal = quote
discount_of_stage = won
discount_of_contract = contract
button_discount_allowed = { $net } now ({ $percent }% off)
button_discount_stay = Leave it at { $net }
booked_discount = ✅ Discount granted: { $account } at { $net } ({ $percent }% off), and this is booked.
discount_credit_next = 💳 The price is settled; winning it is beyond what { $account } may owe. Whoever asked says again that it is won, and that is asked for by itself.
discount_fits_now = { $net } for { $account } is within the rule and needs no yes: just say it again.
discount_moved = The price of this deal with { $account } moved since: it is { $now } now, not what was asked about. Whoever asked says it again, then the right one is asked for.
discount_gone = This deal with { $account } is gone (taken back or lost), there is no discount to decide.
discount_say_again = Something about this deal with { $account } is still unclear, so it cannot be booked as approved. Say it again, please.
discount_by_correction = { $net } is too much less than the { $list } asked of { $account }, so nothing was changed. Say “{ $account } down to { $net }” and a manager is asked.
discount_currency = { $asked } was asked before; against { $amount } nobody can tell how much is taken off, so nothing was booked. Say the list price in that currency too, like “list price { $amount }, 5% off”.
discount_too_much = { $less } off { $list } leaves no price, so nothing was booked. Say price and discount again, like “100k less 10%”.
ask_list_price = What is the list price for { $account }? The discount is worked out from it.
ask_which_price = { $list } less the discount is { $worked_out }, you said { $said }. Which one holds?
account_deal_waits = ✋ { $net } ({ $percent }% off) waits for a yes
deal_terms = 📐 Paid: { $shares ->
        [none] { $net ->
            [none] { $terms }
           *[other] { $net }
        }
       *[other] { $shares }% ({ $terms ->
            [none] in parts
           *[other] { $terms }
        })
    }
deal_terms_differ = ⚠️ { $account } has { $usual } days as a rule, this deal is { $days } days { $turn ->
        [longer] longer
       *[shorter] shorter
    }

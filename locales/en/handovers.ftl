# Handovers: offering customers to a colleague, yes, no, and what moved.
handover_offer = 🤝 Handover preview: { $giver } → { $receiver }, { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }{ $all ->
        [yes] { "" } (everything owned on the day it is accepted)
       *[no] { "" }
    }
handover_row = · { $account }{ $owed ->
        [none] { "" }
       *[other] : owes { $owed }
    }{ $deals ->
        [0] { "" }
        [one] , 1 deal
       *[other] , { $deals } deals
    }{ $tasks ->
        [0] { "" }
        [one] , 1 task
       *[other] , { $tasks } tasks
    }
handover_more = …and { $count } more
handover_along = 📦 Goes along: { $parts }
handover_count_accounts = { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
handover_count_contacts = { $count ->
        [one] 1 contact
       *[other] { $count } contacts
    }
handover_count_deals = { $count ->
        [one] 1 open deal
       *[other] { $count } open deals
    }
handover_count_closed = { $count ->
        [one] 1 closed deal (still credited as before)
       *[other] { $count } closed deals (still credited as before)
    }
handover_count_contracts = { $count ->
        [one] 1 contract
       *[other] { $count } contracts
    }
handover_count_receivables = { $count ->
        [one] 1 open receivable
       *[other] { $count } open receivables
    }
handover_count_promises = { $count ->
        [one] 1 promise to pay
       *[other] { $count } promises to pay
    }
handover_count_tasks = { $count ->
        [one] 1 task
       *[other] { $count } tasks
    }
handover_count_alerts = { $count ->
        [one] 1 alert
       *[other] { $count } alerts
    }
handover_count_deliveries = { $count ->
        [one] 1 delivery to come
       *[other] { $count } deliveries to come
    }
handover_count_cash = { $count ->
        [one] 1 cash payment still in the giver’s hands
       *[other] { $count } cash payments still in the giver’s hands
    }
handover_kind_accounts = customers
handover_kind_contacts = contacts
handover_kind_deals = open deals
handover_kind_closed = closed deals
handover_kind_contracts = contracts
handover_kind_receivables = open receivables
handover_kind_promises = promises
handover_kind_tasks = tasks
handover_kind_alerts = alerts
handover_kind_deliveries = deliveries to come
handover_kind_cash = cash in hand
handover_names = { $names }{ $more ->
        [yes] { "" } and others ({ $count } in all)
       *[no] { "" }
    }
handover_promise = Nothing changes before it is accepted; then all of it moves at once, with stages and dates as they are.
handover_not_later = 💡 It will not wait until { $on }: the owner changes once it is accepted. To do it later, say it then.
handover_left_waiting = ⏳ Left out: { $accounts } (waiting for somebody else to accept)
handover_left_theirs = 💡 Left out: { $accounts } ({ $name }’s already)
handover_left_others = 🚫 Left out: { $accounts } (not owned by { $name })
button_handover_send = Hand over
button_handover_drop = Leave it
button_handover_all = See all { $count }
button_handover_cancel = Cancel handover
handover_dropped = OK, nothing was handed over.
toast_handover_sent = Sent
toast_handover_picked = Picked
toast_handover_accepted = Accepted
toast_handover_refused = Refused
toast_handover_cancelled = Cancelled
handover_sent = 📮 Asked { $receiver } to accept from { $giver }: { $accounts }.
    Nothing changes before that. I remind { $receiver } each working day; from { $on } a manager may accept instead.
handover_unreachable = ⚠️ { $receiver } has not opened a private chat with me, so I tell the managers. Ask { $receiver } to send me /start.
handover_proposed_for_you = 🤝 { $by } offers { $receiver } your customers: { $accounts }. It waits for { $receiver } to accept.

handover_alert = { $days ->
        [0] 🤝 { $giver } wants to hand you { $count ->
            [one] 1 customer
           *[other] { $count } customers
        }
        [one] ⏳ Waiting for 1 working day: { $count ->
            [one] 1 customer
           *[other] { $count } customers
        } from { $giver }
       *[other] ⏳ Waiting for { $days } working days: { $count ->
            [one] 1 customer
           *[other] { $count } customers
        } from { $giver }
    }{ $by ->
        [none] { "" }
       *[other] { "" } (proposed by { $by })
    }
handover_late_alert = ⏳ { $receiver } has not accepted { $count ->
        [one] 1 customer
       *[other] { $count } customers
    } from { $giver } (proposed { $since })
digest_handover = 🤝 Handovers waiting for you
digest_handover_late = ⏳ Handovers nobody accepted
digest_row_handover = { $number }. { $giver } → { $receiver }: { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }, proposed { $since }
alert_handover_accept = Accept
alert_handover_refuse = Refuse
alert_handover_list = See list
alert_handover_accept_for = Accept for them
alert_handover_cancel = Cancel handover
handover_accepted = ✅ Handed over: { $giver } → { $receiver }{ $by ->
        [none] { "" }
       *[other] { "" } (accepted by { $by })
    }
handover_refused = 🚫 { $receiver } did not accept { $giver }’s customers; they all stay with { $giver }
handover_cancelled = ↩️ Handover cancelled: { $giver } → { $receiver }; nothing changed{ $by ->
        [none] { "" }
       *[other] { "" } ({ $by })
    }
stamp_handover_accepted = ✅ Accepted
stamp_handover_refused = 🚫 Refused
stamp_handover_cancelled = ↩️ Cancelled

handover_done = ✅ Handed over: { $giver } → { $receiver }: { $accounts }{ $by ->
        [none] { "" }
       *[other] { "" } (accepted by { $by })
    }
handover_joined = ➕ New since it was proposed, and moved too: { $accounts }
handover_stayed = ➖ Did not move: { $account }, now owned by { $owner }
handover_change = { $what } { $before } → { $after }
handover_changed = 💡 Not as it was proposed: { $parts }
handover_group = 🤝 Handover: { $receiver } now looks after { $accounts } (before: { $giver }){ $by ->
        [none] { "" }
       *[other] , accepted by { $by }
    }
handover_nothing_left = { $giver } owns none of these customers any more, so there is nothing to accept; the handover ({ $giver } → { $receiver }) is cancelled.
handover_refused_by_you = 🚫 You did not accept { $giver }’s customers, and { $giver } is told. To say why, reply within 10 minutes and I pass it on.
handover_reason_told = 💬 { $by } says: { $reason }
handover_reason_kept = OK, passed on.

handover_pending_head = 🤝 Handovers waiting ({ $count })
handover_more_pending = …and { $count } more
handover_waits = ⏳ { $giver } → { $receiver }: { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }, proposed { $since }
handover_list_head = 📋 { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
button_handover_open = { $number } for { $receiver }
button_handover_new = + Hand customers over
handover_ask_giver = Whose customers?
handover_ask_receiver_of = Who takes { $accounts }?
handover_ask_receiver = Who takes { $giver }’s customers?
handover_ask_accounts = { $giver } → { $receiver }: which ones, of { $count }? Tick them, or take them all.
handover_more_people = { $count } more people are not shown: send /handover GIVER RECEIVER all
button_handover_giver = { $name } ({ $count })
button_handover_ticked = ☑ { $name }
button_handover_unticked = ☐ { $name }
button_handover_page = { $start }–{ $end } ›
button_handover_everything = All { $count }
button_handover_these = These { $count }

handover_how = Like this: /handover Bob Amy all, or /handover Bob Amy Globex Initech. Or send /handover and pick step by step.
handover_to_self = { $name } need not hand anything to { $name }. Pick another colleague.
handover_to_leaver = { $name } is no longer in the team and cannot take customers. Pick another colleague; /team lists them.
handover_to_role = { $name } is neither in sales nor a manager, so cannot own customers. Pick another colleague, or change the role with /role first.
handover_nobody = Nobody else in the team sells or manages. Invite somebody with /invite first.
handover_not_yours = 🔒 { $owner }’s customers can only be handed over by { $owner } or a manager.
handover_others = 🔒 { $accounts }{ $more ->
        [0] { "" }
       *[other] {" "}and { $more } more
    }: not owned by { $name }. Only the owner or a manager hands customers over.
handover_theirs_already = { $accounts }: already { $name }’s.
handover_nothing = { $name } has no customers to hand over.
handover_waiting = { $accounts }{ $more ->
        [0] { "" }
       *[other] {" "}and { $more } more
    }: already waiting for somebody to accept. Send /handover to see it, and cancel that one first.
handover_unknown = I do not know “{ $name }”: neither a colleague nor a customer{ $near ->
        [none] . /team and /mine list them.
       *[other] . Did you mean { $near }?
    }
handover_one_receiver = One receiver at a time: { $names }. Say them one by one.
handover_none_picked = Tick some customers first, or take all.
handover_decided = This handover was { $state ->
        [accepted] accepted
        [refused] refused
       *[cancelled] cancelled
    } already
handover_not_for_you = This is not offered to you; the receiver has to answer.
handover_too_early = A manager may accept from { $on } on, not yet.
handover_cancel_not_yours = Only who gives it, who proposed it, or a manager may cancel.
undo_handover = A handover is agreed by two, so one cannot undo it. To get customers back, have them handed back: /handover Amy Bob Globex.
undo_handed_over = “{ $what }” belongs to { $owner } by now; ask { $owner } or a manager to take it back.
undone_handover = · { $what }
record_handover = handover
help_handover = hand customers to a colleague: /handover Bob Amy all
button_handover_leaver = Hand their customers over

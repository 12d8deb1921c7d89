# Accounts, visits, deals, next steps, notes.
visit_saved = ✅ { $kind } · { $account }{ $contact ->
        [none] { "" }
       *[other] { " · " }{ $contact }
    }
    { $on }{ $until ->
        [none] { "" }
       *[other] { " – " }{ $until }
    } { $at }{ $assumed ->
        [yes] { "" } (no day said, so today)
       *[other] { "" }
    }
visit_brief = ✅ Logged: visit at { $account } · { $by }
visit_kind_visit = Visit
visit_kind_call = Call
visit_kind_online = Online
deal_saved = 💼 Deal · { $account } { $name }: { $amount ->
        [none] no amount yet
       *[other] { $amount }
    }{ $upper ->
        [none] { "" }
       *[other] { " – " }{ $upper }
    }{ $close ->
        [none] { "" }
       *[other] , signing expected { $close }
    }
deal_saved_estimate = 💼 Deal · { $account } { $name }: budget { $amount ->
        [none] not known yet
       *[other] { $amount }
    }{ $upper ->
        [none] { "" }
       *[other] { " – " }{ $upper }
    } (their estimate, not our price){ $close ->
        [none] { "" }
       *[other] , signing expected { $close }
    }
deal_was = it was { $amount } before
deal_brief = ✅ Logged: deal at { $account } · { $by }
stage_saved = 📈 { $account }: { $before ->
        [none] { "" }
       *[other] { $before } →{ " " }
    }{ $stage } { $amount }
stage_won_no_contract = 📝 No contract yet. Tell me when it is signed; money due goes like “{ $account } owes 20k due Jan 15”.
stage_won_no_contract_yet = 📝 No contract yet; tell me when it is signed.
stage_brief = ✅ Logged: stage at { $account } · { $by }
stage_lead = Lead
stage_contacted = Contacted
stage_needs = Needs
stage_proposal = Proposal
stage_negotiation = Negotiation
stage_contract = Contract
stage_won = Won
stage_lost = Lost
stage_on_hold = On hold
note_saved = 📝 { $account }: kept as a note
note_saved_kind = 📝 { $account }: I can’t manage “{ $kind }” by itself yet, so your words are kept as a note; nothing is lost.
note_brief = ✅ Logged: note on { $account } · { $by }
intent_note = note
intent_competitor = competitor
intent_contract = contract
intent_handover = cover
account_saved = ✅ New customer: { $account }, owner { $owner }
account_contact = 👤 Contact: { $name }
account_noted = 📝 The rest is kept as a note
account_brief = ✅ New customer: { $account } · { $by }

account_head = 🏢 { $account } · { $owner } · { $tier }{ $region ->
        [none] { "" }
       *[other] { " · " }{ $region }
    }
account_co_owners = 👥 Co-owners: { $names }
account_is_archived = 📦 Archived. To use it again: /unarchive { $account }
account_contacts = 👤 { $people }{ $more ->
        [0] { "" }
       *[other] , and { $more } more
    }
contact_brief = { $name }{ $title ->
        [none] { "" }
       *[other] { " " }({ $title })
    }
tier_key = key account
tier_normal = customer
tier_prospect = prospect
account_promises = 🤝 Promises: { $kept } kept, { $late } a few days late, { $broken } broken{ $people ->
        [none] { "" }
       *[other] { " " }({ $people })
    }
account_promises_of = { $name } kept { $kept } of { $count }
account_habit = ⏱ Pays in { $days } days on average, { $late ->
        [0] none of them late
       *[other] { $late } of them late
    } ({ $count })
account_owes_nothing = 💰 Owes nothing
account_owes = 💰 Owes { $owed }, none of it due yet
account_owes_overdue = 💰 Owes { $owed }, the oldest { $days ->
        [one] 1 day
       *[other] { $days } days
    } overdue
account_receivable = · { $balance } { $title } due { $due }{ $days ->
        [0] { "" }
       *[other] , { $days }d overdue
    }{ $promised ->
        [none] { "" }
       *[other] , { $promised }
    }
account_advance = · { $advance } in advance (not matched)
account_deal = 💼 { $name } { $stage } { $amount }{ $estimate ->
        [yes] { "" } (their budget)
       *[other] { "" }
    }, since { $since }{ $close ->
        [none] { "" }
       *[other] , signing expected { $close }
    }{ " · " }{ $owner }
account_visit = 🚶 { $on } { $by } { $kind } { $contact }: { $note }{ $spot ->
        [none] { "" }
       *[other] { " " }📍 { $live ->
            [over] proven by a location (its time is over)
           *[other] { $spot }
        }{ $live ->
            [yes] { " " }(live)
           *[no] { "" }
        }
    }
spot_line = 📍 { $spot }{ $live ->
        [yes] { " " }(live location)
       *[no] { " " }(sent from the phone; a point picked on the map looks the same, only a live location is sure)
    }
spot_kept = 📍 The location is kept with the visit at { $account } you just logged
spot_brief = 📍 Visit at { $account }: location added · { $by }
spot_forwarded = 📍 A forwarded location proves no visit. Please send where you are now: /here
here_how = 📍 Press the key below to send where you are. It is kept with the visit you just logged; if there is none, I ask at which customer you are.
evidence_kept = 📎 { $name } is kept with the { $what } of { $account }
evidence_same = 📎 { $name } is kept with { $account } already
evidence_beside = 📎 { $name } is kept with it
evidence_brief = 📎 { $account }: a file was added · { $by }
button_evidence = 📎 { $name }
account_task = ➡️ { $on } { $at } { $by }: { $note }
account_more = …{ $count } more
mine_none = You have no customers yet. Say “new customer Globex”.
mine_head = 📇 Your customers: { $count }
mine_row = · { $account }
mine_row_owes = · { $account }: owes { $owed }
mine_row_overdue = · { $account }: owes { $owed }, { $days }d overdue

ask_account = Which customer? Please reply with the name.
ask_account_of_several = Which one is it? Pick one, or reply with the name.
ask_new_account = There is no customer “{ $name }”. Create it?
ask_which_account = Which customer is “{ $name }”?
ask_near_name = Is “{ $name }” { $near }?
ask_visit_future = { $account }: { $on } has not come yet. Which day was the visit? Reply with it; if it is a plan, say “visit on Wed”.
ask_when_next = { $account }: when? Reply with a day, like “next Wed”.
ask_which_deal = { $count } deals are open. Which one?
button_deal = { $name } { $stage } { $amount }
account_unknown = No customer “{ $name }”. Look at /mine, or say “new customer { $name }”.
account_near = There is no “{ $name }”. Did you mean:
account_near_said = There is no “{ $name }”. Did you mean { $near }?
account_several = “{ $name }” may be:
account_which = Which customer? For example /account Globex
account_exists = Customer “{ $name }” is already there.
account_gone = That customer is no longer there.
account_name_short = A customer’s name needs two characters. For example: new customer Globex
deal_none = This customer has no open deal.
deal_which = Several deals are open; please say which one.

# Competitors: seen a third time within two weeks, the managers are told.
rival_saved = 👀 { $account }: competitor “{ $rival }” noted, in your words
rival_alert = 👀 Competitor “{ $rival }” was seen a third time within two weeks:
rival_row = · { $on } { $account } ({ $by }): { $text }

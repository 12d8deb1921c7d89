# What the optional suggester pointed at: always marked as a guess, booked only by a press.
guess_head = 🤖 My guess, please confirm:
guess_row = · { $kind }: { $values }
guess_no_account = (customer unclear)
guess_assumed = { $on } (no date said)
guess_date = { $on }{ $until ->
        [none] { "" }
       *[other] { " to " }{ $until }
    } { $at }
guess_due_date = by { $on }{ $until ->
        [none] { "" }
       *[other] { " to " }{ $until }
    }
guess_close_date = expected { $on }{ $until ->
        [none] { "" }
       *[other] { " to " }{ $until }
    }
guess_next_date = next step { $on }{ $until ->
        [none] { "" }
       *[other] { " to " }{ $until }
    } { $at }
guess_visit = visit
guess_followup = to do
guess_deal = deal
guess_stage = stage
guess_payment = payment
guess_promise = promise
guess_contract = contract
guess_competitor = rival
guess_note = note

setting_suggester_model = { $variable }: with GENGFU_SUGGESTER_URL this must be set too, to the model’s name.

# Forms: a fact field by field, for those who would rather press than type; and the fields a card can be changed in.
form_visit = 🚶 Visit
form_deal = 💼 Deal
form_pay = 💰 Payment
form_contract = 📄 Contract
form_promise = 🤝 Promise
form_receivable = 🧾 Receivable
form_task = ➡️ To do
form_note = 📝 Note
form_delivery = 📦 Delivery
form_head = { $form }{ $values ->
        [none] { "" }
       *[other] { " · " }{ $values }
    }
form_whole = { $form }, please check:
form_row = · { $what }: { $value }{ $assumed ->
        [yes] { " (not said, taken as this)" }
       *[no] { "" }
    }
form_others = { $count } more from the same line will be saved too
form_required = “{ $what }” is needed before this can be saved.
form_private = 📩 Sent to you privately, fill it in there step by step
form_put_aside = ({ $form } is not finished, put aside for now)
form_still_open = ({ $form } is not finished, the form is still open)
form_account_several = Several customers are called “{ $name }”. Which one?
form_account_unknown = No customer is called “{ $name }”. One of these, or a new one? You can also type the name again.
form_ask_account =
    Which customer? Press one or type the name. A whole line works too: { $form ->
        [visit] Globex, Mr Li, yesterday
        [deal] Globex phase two 800k
        [contract] Signed a contract with Globex for 800k
        [promise] Globex promised 20k by next Friday
       *[pay] Globex 20k yesterday
    }
form_ask_date = Which day?
form_ask_signed = When was it signed?
form_ask_promised = By which day did they promise to pay?
form_ask_contact = Who did you meet or speak to? You can type the name.
form_ask_promiser = Who promised it? You can type the name.
form_ask_kind = How did you get in touch?
form_ask_note = What was said? Type a line.
form_ask_planned = When is it planned for?
form_ask_delivered = When was it done?
form_ask_what = What, and how much? Just type it: 200 units
form_ask_worth = What is it worth? Just type it: 20k
form_ask_next_date = When is the next step?
form_ask_step = What is the next step? Type a line.
form_ask_deal_name = What is this deal called? For example “phase 2”.
form_ask_amount = How much? Just type it: 20k, 98,500, 3.5k USD
form_ask_stage = Which stage is it at?
form_ask_close_date = When do you expect to close it?
form_ask_end_date = When does the contract end?
form_ask_start_date = When does it start?
form_ask_number = What is the contract's number?
form_ask_notice = How many days' notice not to renew?
form_ask_due_date = Due on which day?
form_ask_title = What is this receivable called? For example “first instalment”.
form_not_account = A customer's name has 2 to 40 characters. Type it, or press one of the choices.
form_not_day = I could not read that day. Say it like yesterday, next Friday, Dec 10.
form_not_money = I could not read that amount. Say it like 20k, 98,500 or 3.5k USD, more than 0.
form_not_choice = Please press one of the choices, or type it.
form_not_count = I could not read how many days. Type a number, for example 30.
form_not_person = A name has 20 characters at most, like Ms Lee.
form_not_text = That is too long: 2,000 characters at most.
field_account = customer
field_date = day
field_signed = signed
field_promised = promised for
field_promiser = promised by
field_dispute = reason (optional)
field_contact = contact
field_kind = how
field_note = notes
field_planned = planned for
field_delivered = done on
field_what = goods
field_worth = worth
field_next_date = next step on
field_step = next step
field_deal_name = name
field_amount = amount
field_stage = stage
field_close_date = expected close
field_end_date = ends
field_start_date = starts
field_number = number
field_notice = notice
field_due_date = due
field_title = title
field_spot = location
form_located = 📍 Got the location; it is kept with this visit
# What stands in the empty line while a form asks (64 characters at most).
form_typed_account = Customer, or a whole line
form_typed_day = yesterday, next Friday, Dec 10
form_typed_money = 20k, 98,500, 3.5k USD
form_typed_choice = Choose one
form_typed_count = Days, for example 30
form_typed_person = Mr Li
form_typed_text = A sentence
form_typed_whole = Save, or add a line
button_form_back = ‹ Back
button_form_cancel = Cancel
button_form_skip = Skip
button_form_more = Fill in more
button_form_resume = Go on with { $form }
button_near_day = { $near ->
        [today] Today
        [yesterday] Yesterday
       *[before] Two days ago
    } { $on }
button_term = { $years ->
        [one] { $years } year
       *[other] { $years } years
    }, to { $on }
button_create = New customer “{ $name }”
help_visit = log a visit step by step
help_deal = log a deal step by step
help_pay = log a payment step by step
help_promise = log a promise to pay step by step

# Forms on a sheet, all fields at once.
form_handover = 🔁 Handover
form_title = Gengfu
form_close = Close
form_over = This form was saved already or can be used no more. Please open a new one.
form_not_taken = The form just now was not saved:
form_wrong_row = · { $what }: { $why }
form_left_out = Please fill this in
form_day_ahead = That day is still to come
form_day_far = That day is too far off; look at the year
form_hint_account = Type a few letters; a new name can be added
form_hint_accounts = None chosen: all of them
form_hint_member = Choose a person
form_hint_day = Choose a day
form_hint_money = 50k, 98,500, 3.5k USD
form_hint_choice = Choose one
form_hint_count = Choose how many days
form_hint_person = Tom Reed
form_hint_text = A sentence
field_giver = Who hands over
field_receiver = Who takes over
field_accounts = Which customers
home_head = 👋 { $name }, to log something press a button below or just write to me.
home_gap = { "" }
form_trouble = The form could not be opened; that is our fault. You can also just write me a line.
form_known_money = Open: { $values }
form_known_person = Known there: { $values }
form_known_text = Under way: { $values }

# -- what a button asks, as a sheet
form_promised = 🤝 Promised for
form_received = 💰 Received
form_disputed = ⏸ Disputed: do not chase
form_renew = 📄 Renewed until
form_task_later = ➡️ Another day
form_task_hand = 🤝 Hand it on
form_edit = ✏️ Edit
pressed_money = { $account } still owes { $balance }
pressed_contract = { $account }’s contract{ $end ->
        [none] { "" }
       *[other] , now until { $end }
    }
pressed_task = ➡️ { $task } ({ $when })
form_hint_known = type a few letters to search
form_changed = This has changed meanwhile, or cannot be changed. Press the button again to see how it stands.
form_press_again = Press that button again with the right value.

# Policy: every threshold a manager may change, its name, unit and range.
help_policy = see and change the team’s rules: /policy overdue reminders 1/7/15
policy_head = ⚙️ The team’s rules, version { $version }
policy_as_it_came = Everything is as it came, nothing was changed.
policy_changed = { $count ->
        [one] One differs from how it came:
       *[other] { $count } differ from how they came:
    }
policy_how = Press a part to see it; to change one, say “set overdue reminders to 1/7/15” or send /policy overdue reminders 1/7/15
policy_page = ⚙️ { $part }: press one to change it
policy_row = · { $name }: { $value }
policy_range = It may be: { $range }
policy_default = It came as: { $value }
policy_last = Last changed by { $by } on { $on }, before that { $before }
policy_ask = What shall “{ $name }” be? Press one or send the new value.
policy_history = ⚙️ Who changed what, the newest first:
policy_history_row = · Version { $version } · { $on } { $by }: { $name } { $before } → { $after }
button_policy_history = What was changed
button_policy_back = ‹ Back
policy_set = ✅ { $name }: { $before } → { $after } (version { $version })
policy_from_next_sweep = It counts from the next reminders on; what was said is not said again.
policy_rescored = Scores are made anew by it, also those on lists and cards; /risk goes by it from now on.
policy_put_back = · { $name } is { $value } again
policy_called = the rule “{ $name }”
policy_unknown = There is no rule called “{ $typed }”. /policy lists them.
policy_not_yours = 🔒 Only managers and admins change the rules.
policy_same = “{ $name }” is { $value } already.
policy_bad = “{ $name }” cannot be “{ $value }”. It may be: { $range }
policy_on = On
policy_off = Off
policy_never = Never
policy_no_limit = No limit
policy_value = { $value }

policy_range_number = { $least } to { $most }{ $unit }
policy_range_list = { $least } to { $most }{ $unit }, at most { $count } of them with / between; “none” for no reminder
policy_range_switch = on, off
policy_range_time = a time of day, such as 9:30
policy_range_grade = B, C, D, E, or “none” for no warning
policy_range_money = a whole amount, such as 50k; “none” for no limit
policy_range_weights = four numbers (paying on time, overdue now, keeping promises, track record) that add up to 100
policy_range_grades = four falling numbers (the least points of A, B, C and D), 1 to 100
policy_range_grade_shares = five numbers (the percent of a limit that A to E may use), 0 to 100, none larger than the one before

policy_unit_days = { $value } { $count ->
        [1] day
       *[other] days
    }
policy_unit_worked_days = { $value } { $count ->
        [1] working day
       *[other] working days
    }
policy_unit_minutes = { $value } { $count ->
        [1] minute
       *[other] minutes
    }
policy_unit_months = { $value } { $count ->
        [1] month
       *[other] months
    }
policy_unit_cards = { $value } { $count ->
        [1] card
       *[other] cards
    }
policy_unit_receivables = { $value } { $count ->
        [1] receivable
       *[other] receivables
    }
policy_unit_points = { $value } { $count ->
        [1] point
       *[other] points
    }
policy_unit_percent = { $value }%{ $count ->
       *[other] { "" }
    }
policy_unit_grade = from { $value } on

policy_part_watch = Reminders
policy_part_reading = Logging
policy_part_ledger = Books
policy_part_tasks = To-dos
policy_part_contracts = Contracts
policy_part_credit = Credit
policy_part_deals = Discounts
policy_part_accounts = New customers
policy_want_contact = New customers: a contact
policy_want_terms = New customers: terms
policy_want_tax_no = New customers: tax number
policy_want_region = New customers: region
policy_want_official = New customers: full name
policy_gap_days = Days until gaps come back
policy_part_handovers = Handovers

policy_due_soon_stages = Before due
policy_overdue_stages = Overdue reminders
policy_push_at = Morning hour
policy_evening_at = Evening hour
policy_chase_days = Days to chase
policy_single_cards = Single cards
policy_always_ask = Always ask
policy_question_minutes = Question time
policy_twin_days = Same payment
policy_finance_confirms = Payment confirmation
policy_delivery_stages = Delivery reminders
policy_held_days = Days to hand in cash
policy_task_stages = To-do reminders
policy_climb_stage = To-do climbs
policy_expiry_stages = Contract reminders
policy_notice_days = Contract notice
policy_weights = Score weights
policy_grades = Grade bounds
policy_months = Score months
policy_known_after = Known after
policy_limit_key = Key limit
policy_limit_normal = Normal limit
policy_limit_prospect = Prospect limit
policy_grade_shares = Grade shares
policy_warn_from = Risk warning
policy_stop_overdue = Overdue stop
policy_exception_days = Exception days
policy_concentration = Concentration
policy_manager_after = Handover stand-in
policy_manager_again = Handover repeat
record_policychange = change of a rule
policy_part_approvals = Approvals
policy_write_off_steps = Write-off approval
policy_credit_note_steps = Credit note approval
policy_credit_exception_steps = Credit exception approval
policy_discount_key = Discount for key accounts
policy_discount_normal = Discount for normal accounts
policy_discount_prospect = Discount for prospects
policy_discount_manager = Discount by a manager
policy_discount_steps = Discount approval
policy_deep_discount_steps = Deep discount approval
policy_answer_days = Approval due
policy_remind_days = Approval reminders
policy_hold_days = Approval hold
policy_steps_manager = a manager
policy_steps_finance = finance
policy_steps_both = a manager and finance
policy_steps_in_turn = a manager, then finance
policy_range_steps = manager, finance, manager and finance, manager then finance
policy_part_access = Look-ups
policy_access_day = Customers looked up in a day
policy_access_others = Others’ customers looked up in a day
policy_access_week = Customers looked up in seven days
policy_access_leaving = Looked up in a day while handing on
policy_access_exports = Exports in seven days
policy_access_back = Looked back at when somebody leaves
policy_weekly_export = The books sent to the owner every week
policy_unit_customers = { $value } { $count ->
        [1] customer
       *[other] customers
    }
policy_unit_times = { $value } { $count ->
        [1] time
       *[other] times
    }

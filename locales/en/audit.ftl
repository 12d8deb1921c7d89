# The audit: who looked at, changed or exported what of a customer.

help_audit = who looked at, changed or exported a customer; what it was on a past day (managers)
usage_audit = /audit { $account }
audit_head = 🔎 What was done with { $account }, newest first
audit_none = 🔎 Nothing older was done with { $account }
audit_row = { $at } { $by } · { $what }
audit_by_us = Gengfu
audit_create = { $kind } added{ $told ->
        [none] { "" }
       *[other] : { $told }
    }
audit_update = { $kind } changed
audit_void = { $kind } taken back
audit_unvoid = { $kind } restored
audit_erase = personal data erased
audit_export = { $to ->
        [none] all the books exported ({ $form })
       *[other] the week’s copy of the books ({ $form }) sent to { $to }
    }
audit_read_contacts = phones and e-mails looked at
audit_read_documents = a contract’s file fetched
audit_read_audit = this list looked at
audit_change = · { $field }: { $before } → { $after }
audit_nothing = nothing
audit_yes = yes
audit_no = no
button_audit_more = Older
audit_state_active = in use
audit_state_archived = archived
audit_state_merged = merged into another
audit_state_erasing = being erased
audit_state_erased = erased
audit_state_open = to do
audit_state_done = done
audit_state_renewed = renewed
audit_state_ended = ended
audit_state_held = held
audit_state_collected = collected
audit_state_dishonoured = dishonoured
audit_state_waiting = waiting for approval
audit_state_granted = granted
audit_state_refused = refused
audit_state_withdrawn = withdrawn
audit_state_replaced = asked again, changed
audit_field_name = name
audit_field_official = official name
audit_field_aliases = other names
audit_field_owner_id = owner
audit_field_co_owners = co-owners
audit_field_tier = tier
audit_field_region = region
audit_field_tax_no = tax number
audit_field_waived = data not asked for
audit_field_state = state
audit_field_contact_id = contact
audit_field_title = title
audit_field_phone = phone
audit_field_email = e-mail
audit_field_handle = WeChat or other
audit_field_told_by = source
audit_field_basis = basis
audit_field_number = number
audit_field_amount = amount
audit_field_amount_max = amount at most
audit_field_list_price = list price
audit_field_terms = terms of payment
audit_field_percent = share
audit_field_stage = stage
audit_field_close_on = expected close
audit_field_on = day
audit_field_at = time
audit_field_due_on = due day
audit_field_by_on = promised for
audit_field_until = at the latest
audit_field_signed_on = signed
audit_field_starts_on = starts
audit_field_ends_on = ends
audit_field_notice_days = days of notice
audit_field_net_days = days to pay
audit_field_received_on = received
audit_field_matures_on = matures
audit_field_planned_on = planned for
audit_field_done_on = done
audit_field_what = goods
audit_field_handed_on = handed in
audit_field_promised_on = promised for
audit_field_covered_until = covered until
audit_field_disputed = disputed
audit_field_dispute = dispute
audit_field_handled_by = dealt with by
audit_field_rival = competitor
audit_field_payer = payer
audit_field_method = method
audit_field_confirmed = confirmed by finance
audit_field_fee = fee
audit_field_reason = reason
audit_field_limit = limit
audit_field_raised = raised limit
audit_field_raised_until = raised until
audit_field_free_until = whitelisted until
audit_field_free_because = whitelisted because
audit_field_terms_days = days to pay
audit_field_text = text
audit_field_note = note
audit_field_file_name = file

# Who looks up more than one does

access_alert = 👁 { $name }, { $first ->
        [none] { $on }
       *[other] { $first } to { $on }
    }: { $what }. More than usual
access_customers = { $count } { $count ->
        [1] customer
       *[other] customers
    } looked up
access_exports = all the books exported { $count ->
        [1] once
       *[other] { $count } times
    }
access_leaving_now = ⚠️ { $name } is handing on all customers
access_names = · { $names }{ $more ->
        [0] { "" }
       *[other] {" "}and { $more } more
    }
access_do = There may be a reason: ask first. To end their access at once: /remove { $name }
access_yours = Your own account did that. Not you? Somebody may have your phone or account: log its other devices out on the platform. The team has no other manager or admin to tell; the audit has it.
access_settled = 👁 What { $name } looked up
access_list_head = 👁 Customers { $name } looked up { $first ->
        [none] on { $on }
       *[other] from { $first } to { $on }
    }, newest first
access_nothing = 👁 { $name } looked up no customer and took nothing along { $first ->
        [none] on { $on }
       *[other] from { $first } to { $on }
    }
access_row = · { $at } { $account }{ $mine ->
        [yes] { "" }
       *[no] {" "}(not theirs)
    }
access_row_export = · { $at } all the books exported
access_not_yours = This shows what others looked up, not what you did.
alert_access_list = Who was looked up
digest_access = 👁 Looking up more than usual
digest_row_access = { $number }. { $what }
left_looked = 👁 In the last { $days } days: { $what }
audit_read_accounts = customer looked up
audit_when = “{ $words }” names no past day. For what it was on one: /audit Globex end of August, or /audit Globex 2 March
audit_then = 🔎 { $account } as it { $on ->
        [none] stands now
       *[other] stood when { $on } ended (whatever was changed or taken back since)
    }
audit_not_yet = 🔎 On { $on } { $account } was not in the books yet
audit_then_row = · { $kind }: { $told }
audit_then_field = { $field } { $value }
help_evidence = all that was booked about a customer, in one file that shows tampering (manager, finance, legal)
usage_evidence = /evidence { $account }
audit_read_proof = evidence pack fetched
proof_here = ⚖️ All that was booked about { $account } up to { $on }, in time order. Nobody changes a line of it unseen: gengfu audit check FILE. It is in clear; keep it safe
proof_column_row = audit row
proof_column_at = when
proof_column_by = who
proof_column_what = what

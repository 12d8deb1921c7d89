# Personal data of people at customers: where it came from, what is kept, and forgetting somebody.

erased = [erased]

usage_consent = /consent { $account } Bob Lee business card (basis: agreed, contract, business; taken back: /consent { $account } Bob Lee withdrawn)
usage_person = /person { $account } Bob Lee
usage_erase = /erase { $account } Bob Lee (only a number: /erase +1 555 010 0199)
basis_none = not said
basis_consent = they agreed
basis_contract = needed for a contract
basis_interest = ordinary business
basis_withdrawn = they took their consent back
consent_is = 👤 { $name } at { $account }: basis: { $basis }{ $on ->
    [none] {""}
   *[other] {" "}({ $on })
}, source: { $source ->
    [none] not said
   *[other] { $source }
}. To add it: /consent { $account } { $name } business card
consent_noted = ✅ { $name } at { $account }: { $basis } ({ $on }){ $source ->
    [none] {""}
   *[other] , source: { $source }
}
consent_withdrawn = ✅ Noted: { $name } at { $account } took their consent back. Their phone is not shown any more, nor are they on cards. To drop their data too: /erase { $account } { $name }
contact_withdrawn = · { $name } 🚫 took their consent back on { $on }; no more contact
person_here = 📄 { $name } at { $account }: this file holds everything we keep; you may hand it to them. Who took it is in the audit.

erase_ask = ⚠️ Erase the personal data of { $name } at { $account }? Their name{ $reach ->
    [none] {""}
    [one] {" "}and one way to reach them
   *[other] {" "}and { $reach } ways to reach them
} will be gone from records, messages, cards and backups, and nobody can bring them back.
erase_files = { $count ->
        [one] 📎 One picture, voice message or file is about them. Nobody can cut a person out of one: it goes as a whole or stays (in old backups too):
       *[other] 📎 { $count } pictures, voice messages or files are about them. Nobody can cut a person out of one: each goes as a whole or stays (in old backups too):
    }
erase_files_rest = { $count ->
        [one] 📎 One more is kept with this customer and does not name them; please look whether they are in it.
       *[other] 📎 { $count } more are kept with this customer and do not name them; please look whether they are in one.
    }
erase_files_frozen = { $count ->
        [one] 📄 A contract’s document stays: the law has it kept, for that and nothing else (PIPL Art. 47).
       *[other] 📄 The documents of { $count } contracts stay: the law has them kept, for that and nothing else (PIPL Art. 47).
    }
erase_files_head = 📎 Pictures, voice messages and files kept with { $account }: { $count }. 📎 to look, 🗑 to erase it as a whole:
erase_file_done = 🗑 That file is gone, and no old backup opens it. What it was sent for stays.
erase_file_gone = That file is gone already.
erase_file_frozen = That file is a contract’s document too: the law has it kept (PIPL Art. 47).
button_erase_file = 🗑 { $name }
button_erase_files = The other { $count }
erase_stays = Visits, deals, the ledger and the audit stay; they just no longer tell who it was.
erase_value_ask = ⚠️ Erase this? Wherever it was written it will read [erased], and nobody can bring it back.
erase_belongs = That is how { $name } at { $account } is reached. Erase the person: /erase { $account } { $name }
erase_begun = 🗑 Erasing, done in a few minutes. From now on it is shown nowhere.
erase_value_done = 🗑 Erased. Wherever it was written it now reads [erased].
erase_done = 🗑 Done: the personal data of that contact at { $account } is gone; history and ledger are there.
erase_dropped = Nothing was erased.
button_erase = Erase

former_colleague = former colleague #{ $number }
member_here = 📄 { $name }: this file holds what we keep of them (accounts, roles, what they looked up, how much they logged); you may hand it to them. Who took it is in the audit.
former_how = To erase the personal data of somebody who left: /former Tom.{ $names ->
    [none] {" "}Nobody has left.
   *[other] {" "}Who left: { $names }
}
former_active = { $name } is still in the team. Only who left can be erased: first /remove { $name }
former_ask = ⚠️ Erase the personal data of { $name }, who left? Their name and accounts will be gone from records, messages, cards and backups, and nobody can bring them back; from then on it says “{ $becomes }” everywhere.
former_stays = Every visit they logged, the ledger and the audit stay. The words of their messages are emptied; what was made of them stays.
former_begun = 🗑 Erasing, done in a few minutes. From now on they are “{ $becomes }”.
former_done = 🗑 Done: name and accounts of { $becomes } are gone; what they logged is there.
former_changed = They are back, or erased already.

privacy_head = 🔐 { $count ->
    [one] One contact at customers is kept
   *[other] { $count } contacts at customers are kept
}, { $reached } with a way to reach them
privacy_gap_basis = · { $count } without a basis (they agreed, contract, business)
privacy_gap_source = · { $count } without a source
privacy_gap_withdrawn = · { $count } took their consent back, and their data is still here
privacy_former = { $count ->
        [one] · One colleague left, and their name and accounts are still here (/former)
       *[other] · { $count } colleagues left, and their names and accounts are still here (/former)
    }
privacy_gap_unused = · { $count } at customers without dealings for long: nothing new, nothing owed, no open deal, no running contract
button_privacy_unused = { $count } without dealings
unused_told = 🔐 { $count ->
        [one] One contact’s customer has
       *[other] The customers of { $count } contacts have
    } had no dealings with us for { $days } days. Do we still need what we keep of them? (Asked once a quarter.)
button_unused_keep = Keep { $name }
button_unused_erase = 🗑 { $name }
unused_kept = ✅ { $name } at { $account } is kept; I do not ask again for { $days } days.
unused_gone = This contact is gone already, or is being erased.
privacy_no_gap = ✅ Every one has a basis and a source.
privacy_kept = The words of messages are kept for { $messages } days, cards that went out for { $cards }; then they go by themselves.
privacy_kept_more = { $positions ->
        [0] Locations of visits are kept for good;
       *[other] Locations of visits are kept for { $positions } days, then only that there was one;
    }{ $files ->
        [0] { " " }pictures and files are kept for good.
       *[other] { " " }pictures and files of visits, notes, tasks and deals for { $files } days.
    } Slips of payments and contracts stay as the law wants them.
privacy_masked = Names and numbers of contacts are { $masked ->
    [on] covered
   *[off] not covered
} in what goes out to the chat platform.
privacy_how = Add a basis /consent · a copy for the person /person · erase /erase · change the days /policy · what is kept of you /mydata
privacy_row = · { $account } · { $name }
button_privacy_basis = { $count } without a basis
button_privacy_source = { $count } without a source
button_privacy_withdrawn = { $count } took it back

help_consent = why a contact's data is kept, and its source
help_person = everything kept of one contact, as a file
help_erase = erase a contact's personal data
help_mydata = what we keep of yourself, as a file (an admin may add a name)
help_former = erase the personal data of somebody who left
help_privacy = what personal data is kept
policy_part_privacy = Privacy
policy_message_days = words of messages
policy_card_days = cards that went out
policy_position_days = locations of visits (0: always)
policy_contact_days = no dealings before contacts are asked about (0: never)
policy_file_days = pictures and files of visits, notes, tasks and deals (0: always)
policy_hide_from_platform = cover personal data on the platform

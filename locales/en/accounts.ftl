# Customers: what they are called, whose they are, of what sort, their people, putting away, merging, duplicates.
usage = Like this: { $example }
usage_rename = /rename { $account } New Name
usage_alias = /alias { $account } = GX (all of them: /alias { $account }; drop one: /alias { $account } -GX)
usage_tier = /tier { $account } key (key, normal, prospect)
usage_region = /region { $account } East
usage_coowner = /coowner { $account } +Amy (drop: -Amy)
usage_contact = /contact { $account } Bob Lee +1 555 010 0199 buyer (all: /contact { $account }; drop: -Bob Lee)

account_changed_brief = ✅ Changed: { $account } · { $by }
account_not_yours = 🔒 { $account } is { $owner }’s customer. Please ask { $owner } or a manager.
account_archived = “{ $account }” is archived. To use it again: /unarchive { $account }
account_name_long = A name has at most { $most } characters.

account_renamed = ✅ Renamed: { $before } → { $account }. The old name is still understood.
name_same = It is called “{ $account }” already.
name_taken = “{ $name }” is a name of { $account ->
        [none] another customer
       *[other] customer “{ $account }”
    } already. If they are one firm, /merge them; if not, choose another name.
name_taken_archived = “{ $name }” is a name of { $account ->
        [none] an archived customer
       *[other] the archived customer “{ $account }”
    }. To use it again: /unarchive { $name }; if it is another firm, choose another name.
name_is_person = “{ $name }” is a colleague’s name; a customer can’t have it.
name_is_word = “{ $name }” means something else in what people log. Please choose another name.
account_names = 📛 { $account } is also called: { $names }
account_names_none = 📛 { $account } has no other name. Add one: /alias { $account } = GX
alias_added = ✅ “{ $name }” is { $account }; I’ll remember.
alias_removed = ✅ { $account } is no longer called “{ $name }”.
alias_unknown = { $account } has no other name “{ $name }”. It has: { $aliases }
aliases_too_many = A customer has at most { $most } other names. Drop one first.

usage_who = /who { $account }
who_head = 👁 Who may see { $account } ({ $tier }):
who_owner = · owner: { $names }
who_coowner = · { $names }, who share it
who_manager = · managers, who see every customer: { $names }
who_finance = · finance, who see every customer: { $names }
who_legal = · legal, who see all but key customers: { $names }
who_rep = · sales, who see all but key customers: { $names }
who_nobody = · may not: { $names }
who_key = 🔒 A key customer: to anybody else it is as if there were none, and no group hears of it.
who_reached = Phones and e-mails are for owners, managers, finance and legal, and masked in every group.

tier_which = { $account } is a { $tier } now. Make it a:
tier_unknown = There is no tier “{ $value }”. Choose: key, normal, prospect.
tier_same = { $account } is a { $tier } already.
tier_set = ✅ { $account }: { $before } → { $tier }
tier_key_hides = 🔒 From now on only its owners, managers and finance see it; groups hear nothing of it.
tier_key_shows = 👀 From now on the whole team sees it, and groups hear its reminders.
region_which = { $account } is in { $region } now. Change to:
region_which_none = Which region is { $account } in? Pick one, or say /region { $account } East
region_unknown = There is no region “{ $region }” yet.
button_new_region = New region “{ $region }”
region_same = { $account } is in { $region } already.
region_long = A region has at most { $most } characters.
region_set = ✅ { $account }: region { $before ->
        [none] { "" }
       *[other] { $before } →{ " " }
    }{ $region }

owners = 👥 { $account }: owner { $owner }, co-owners { $names }
owners_one = 👥 { $account }: owner { $owner }, no co-owners. Add one: /coowner { $account } +Name
coowner_added = ✅ { $account }: { $name } is a co-owner now: sees it, logs for it, gets its reminders.
coowner_added_told = 👥 { $by } made you a co-owner of { $account }: you see it, log for it and get its reminders.
coowner_removed = ✅ { $account }: { $name } is no longer a co-owner.
coowner_removed_told = 👥 { $by } removed you as a co-owner of { $account }.
coowner_is_owner = { $name } is the owner of { $account } already.
coowner_already = { $name } is a co-owner of { $account } already.
coowner_not = { $name } is no co-owner of { $account }.
member_left = { $name } is no longer in the team and can’t be added. /team lists who is.

account_archived_now = 📦 { $account } is archived: out of lists and questions, with all its history. Bring it back: /unarchive { $account }
archive_still_open = Still open: { $deals ->
        [one] 1 deal
       *[other] { $deals } deals
    }, { $tasks ->
        [one] 1 to-do
       *[other] { $tasks } to-dos
    }; they are kept.
archive_open_money = { $account } still owes { $owed }, so it can’t be archived. Collect it first; undo or correct a receivable logged by mistake; a duplicate goes with /merge.
archive_advance = { $account } still has { $advance } with us in advance, so it can’t be archived. Use it or pay it back first; a duplicate goes with /merge.
ask_archived = “{ $account }” is archived. Bring it back?
button_unarchive_and_save = Bring back “{ $account }” and save
archive_not = { $account } is not archived; it is in use.
archived_none = No customer is archived.
archived_head = 📦 Archived: { $count }. Press one to bring it back:
button_unarchive = Bring back { $account }
account_unarchived = ✅ { $account } is back, owner { $owner }.

contacts_none = 👤 { $account } has no contacts yet. Add one: /contact { $account } Bob Lee +1 555 010 0199 buyer
contacts_head = 👤 Contacts at { $account }: { $count }
contact_row = · { $name } { $title } { $phone }{ $source ->
    [none] {""}
   *[other] {" "}(from { $source })
}
contact_added = ✅ New contact at { $account }
contact_changed = ✅ Contact at { $account } changed
contact_phone_was = Phone before: { $phone }
contact_removed = ✅ “{ $name }” is no longer a contact at { $account }; what was logged stays.
contact_same = Nothing changes for { $name } at { $account }. Say a new phone or title, like +1 555 010 0199 buyer.
contact_unknown = { $account } has no contact “{ $name }”.{ $names ->
        [none] { "" }
       *[other] { " " }It has: { $names }
    }
contact_phone = “{ $phone }” is no phone: 7 to 15 digits, please.
contact_no_name = Who is it? For example: Bob Lee +1 555 010 0199 buyer
contact_long = A name and a title have at most { $most } characters each.
contacts_too_many = { $account } has too many contacts. Remove some first.

button_history = Everything so far
button_history_more = { $count } earlier
history_none = Nothing has been logged for { $account } yet.
history_head = 📜 { $account }: { $count } entries, { $first } to { $last }:
history_note = 📝 { $on } { $by }: { $note }
history_evidence = 📎 { $on } { $by }: { $name }
history_evidence_over = 📎 { $on } { $by }: there was a file; its time is over and it is gone
history_deal = 💼 { $on } { $owner } Deal { $name } at { $stage } { $amount }
history_contract = 📄 { $on } Contract { $number } signed
history_payment = 💰 { $on } { $amount } received
history_promise = 🤝 { $on } Promised { $amount ->
        [none] to pay
       *[other] { $amount }
    } by { $by }

usage_merge = /merge Globex Inc { $account } (the first goes into the second)
merge_head = 🔗 Merge “{ $gone }” into “{ $into }”?
merge_side = · { $account } ({ $owner }): { $counts ->
        [none] nothing logged
       *[other] { $counts }
    }{ $owed ->
        [none] { "" }
       *[other] ; owes { $owed }
    }{ $advance ->
        [none] { "" }
       *[other] ; { $advance } in advance
    }
merge_count = { $what } × { $count }
merge_stays = 📛 What stays: { $account }. Understood as well: { $names }
merge_owners = 👥 Owner { $owner }{ $others ->
        [none] { "" }
       *[other] , co-owners { $others }
    }
merge_owes_then = 💰 Together they owe { $owed }
button_merge = Merge
button_merge_swap = Keep the name “{ $account }”
button_never_mind = Never mind
merge_dropped = Fine, nothing is merged.
merge_itself = Both names are “{ $account }”; it is one customer already.
merge_not_active = “{ $account }” is archived or merged already.
merged_head = 🔗 “{ $gone }” is now part of “{ $into }”; either name is understood.
merged_moved = Moved: { $counts }
merged_owes = 💰 { $account } now owes { $owed }
merged_told = 🔗 { $by } merged “{ $gone }” into “{ $into }”, owner { $owner }. Its history and money are with “{ $into }” now.
merge_touched = “{ $account }” was changed after the merge{ $what ->
        [none] { "" }
       *[other] { " " }(new: { $what })
    }, so it can’t be taken apart. Undo what came after it first, then the merge.
unmerged = · “{ $gone }” is apart from “{ $into }” again, each with what it had
merged_again = · “{ $gone }” is part of “{ $into }” again

usage_new = /new Globex
ask_twin_account = There is a customer “{ $near }” already. Is “{ $name }” the same?
ask_twin_accounts = “{ $name }” looks like these customers. Which one is it?
button_is_account = It is { $name }
button_new_account = New: { $name }
account_known_as = ✅ That is { $account } ({ $owner }); “{ $name }” is kept as another name of it.
account_brief_known = ✅ That is { $account }
twin_made = 👀 { $by } made the customer “{ $account }”, which looks like { $near }. If they are one firm: /merge { $account } { $near }

terms_set = 📐 { $account }: noted
terms_are = 📐 Terms: { $terms }
terms_ahead = 🔔 The owner hears { $days } working days before
terms_named = { $kind ->
        [month_end] { $days ->
            [0] end of the month
           *[other] { $days } days from the end of the month
        }
        [cash] cash at once
       *[days] { $days } days from the bill
    }
terms_none = No terms are agreed with { $account } yet. Set them: /terms { $account } eom 60
terms_open_stay = What is booked already stays; new ones without a due day go by this
terms_unknown = I did not understand “{ $words }”. Terms: eom 60, net 30, cash, none (at most { $most } days); reminders: remind 10/5/1
terms_ahead_unknown = I did not understand “{ $words }”. Reminders: remind 10/5/1 (working days, at most { $count } of them, each at most { $most }), or “remind none”
usage_terms = /terms { $account } eom 60

help_gaps = What is missing of new customers: /gaps, /gaps Globex, /gaps Globex no tax number
account_wants = 📋 Still wanted: { $wants } (just say it, like “{ $example }”; what nobody needs: /gaps { $account })
gap_say_contact = { $account } contact Sarah Lee 555 0100
gap_say_terms = { $account } terms net 30
gap_say_tax_no = { $account } tax no 12-3456789
gap_say_region = /region { $account } East
gap_say_official = { $account } full name Something Ltd
gap_contact = contact
gap_terms = terms
gap_tax_no = tax number
gap_region = region
gap_official = full name
gaps_head = 📋 Customers with data missing ({ $count }):
gaps_row = · { $account }: { $wants }
gaps_none = 📋 Nothing is missing of your customers.
gaps_none_of = 📋 Nothing that is wanted is missing of { $account }.
gaps_how = To let one off: /gaps { $account } no tax number (all of it: /gaps { $account } none needed)
gaps_waived = 📋 { $account }: { $wants } not asked for any more.
button_gap_waive = No { $want } needed
button_gaps_waive = Nothing needed of { $account }
evening_gaps = 📋 Data still missing: { $rows }{ $more ->
        [0] { "" }
       *[other] , and { $more } more (/gaps)
    }
evening_gap = { $account } ({ $wants })
official_set = 🏢 { $account } in full: { $name }
tax_no_set = 🧾 { $account }: tax number { $number_ } noted
account_tax_no = 🧾 Tax number { $number_ }

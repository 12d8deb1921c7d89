# Bringing files in: the preview, what is wrong with which row, taking back.

command_import =
    Bring in customers, contacts, receivables, contracts and members (XLSX, CSV).
    Without --yes only a preview. Rows with a problem stay out and are named; the same file again adds nothing.
    .yes = Write it.
    .near = What comes near a known customer: skip it, take it for the same, or make it new.
    .undo = Take this import back; what somebody touched since stays and is named.
    .team = Which team; not needed where there is one.
    .as = In whose name; the first admin by default.
import_what = Name files to bring in, or an import to take back with --undo: one of the two.
import_as_whom = { $names ->
        [none] The team has nobody yet. Start gengfu run, send the bot /start and the code it prints; then import. (gengfu admin recover prints a new code.)
       *[other] There is no such member, or the team has no admin yet. Say with --as who: { $names }
    }
import_none = There is no import { $id }, or it was taken back already. There are: { $known }

# -- files that do not open

import_too_large = { $file } is larger than { $megabytes } MB. Split it.
import_too_many_rows = { $file } has more than { $rows } rows, or too many cells. Split it.
import_too_wide = { $file } has cells far outside its table. Copy the columns you need into a new workbook and try again.
import_bomb = { $file } unpacks to more than { $megabytes } MB. Keep only the sheets you need and save it as a new file.
import_too_much = { $file } takes too much memory or time to read. Split it, or keep only the columns you need.
import_macro = { $file } holds macros. Save it as a workbook (.xlsx) without macros and try again.
import_password = { $file } has a password. Take it off in Excel, save it as a workbook (.xlsx) and try again.
import_old_excel = { $file } is an old Excel file (.xls). Save it as a workbook (.xlsx) in Excel.
import_entities = { $file } holds what no workbook should (XML entities) and was not opened. Save it anew with Excel.
import_damaged = { $file } is damaged, or no Excel workbook. Open it with Excel and save it as a workbook (.xlsx).
import_encoding = { $file } is no text, or in an unknown encoding. Save it as CSV in UTF-8, or as a workbook (.xlsx).
import_csv_broken = The quotes in { $file } do not match, so its columns cannot be told apart. Open it in Excel and save it as a workbook (.xlsx).

# -- the preview

import_accounts = customers
import_contacts = contacts
import_receivables = receivables
import_contracts = contracts
import_invitations = invitations
import_count = { $kind }: { $count }
import_owed = Receivables in all: { $amounts }
import_ignored = Columns that were not used: { $columns }
import_rows = { $rows } rows: { $there } in the books already, { $problems } with a problem, { $doubts } in doubt.
import_preview = This is a preview; nothing was written. If it is right, run it again with --yes.
import_nothing = There is nothing to add.
import_code = { $name } comes in with /join { $code } (good for a week, shown only now)
import_done = { $rows } rows brought in. To take it back: gengfu import --undo { $id }
import_undone = { $count } taken back, { $kept } stayed.
import_more = ... and { $count } more; --json shows all.
import_place = { $sheet } row { $row }
import_problem = ✗ { $place }{ $column ->
        [none] {""}
       *[other] {" "}"{ $column }"
    }: { $said }
import_doubt = ? { $place }: { $said }

# -- what is wrong with a row

row_no_header = No headers we know. The first row must name a column like "customer"; for members "member" and "role". See docs/import.md.
row_no_customer = No customer. Fill it in, or delete the row.
row_name_short = The customer's name is too short: two letters at least.
row_too_long = Too long: { $length } characters at most.
row_formula = A formula without a value. Copy the cell and paste it as a value.
row_error_value = The cell shows an error ({ $text }). Put the right value there.
row_amount = "{ $text }" is no amount. Write 12000.50 or 12k.
row_amount_two_ways = "{ $text }" can be read in two ways. Write 12000.50.
row_amount_negative = A receivable cannot be negative ({ $text }). Log what was paid too much as a payment.
row_amount_bookable = { $text } { $currency } cannot be booked: too many decimals, or too large.
row_currency = Unknown currency "{ $text }". Write a code like USD or EUR.
row_day = "{ $text }" is no day. Write 2026-03-15.
row_day_two_ways = "{ $text }": which is the month? Write 2026-03-15.
row_no_day = An amount without a due day. Fill it in.
row_ends_first = It ends on { $end }, before it begins on { $start }.
row_days = "{ $text }" is no number of days. Write 30.
row_owner_unknown = There is no member "{ $text }". Invite them first, or name somebody who is in the team.
row_tier = Unknown tier "{ $text }". Write key, normal or prospect.
row_no_contact = A phone without a contact's name. Fill the name in.
row_phone_lost = Excel shortened the phone to { $text }; its last digits are lost. Make the column text and type it again.
row_no_member = No member's name.
row_role = Unknown role "{ $text }". Write rep, manager, finance, legal or admin; several with commas.

# -- what is in doubt

doubt_near = "{ $name }" is much like { $near } and stayed out. --near same if it is the same firm, --near new if not.
doubt_several = More than one customer is called "{ $name }", so it stayed out. Write the full name.
doubt_alike = { $name } has such a receivable already ({ $near }), so it stayed out. --near new if it is another one.
doubt_alike_contract = { $name } has such a contract already ({ $near }); left out. If it is another one: --near new.

# -- what stays when an import is taken back

kept_touched = changed since
kept_built_on = other records stand on it
kept_used = somebody came in with it

# -- in chat

import_n_accounts = { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
import_n_contacts = { $count ->
        [one] 1 contact
       *[other] { $count } contacts
    }
import_n_receivables = { $count ->
        [one] 1 receivable
       *[other] { $count } receivables
    }
import_n_contracts = { $count ->
        [one] 1 contract
       *[other] { $count } contracts
    }
import_n_invitations = { $count ->
        [one] 1 invitation
       *[other] { $count } invitations
    }
import_chat_head = 📥 { $name }: { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    }
import_chat_adds = ➕ To be added: { $counts }{ $owed ->
        [none] { "" }
       *[other] ; receivables of { $owed } in all
    }
import_chat_row = · { $customer }{ $fresh ->
        [yes] { " " }(new)
       *[no] { "" }
    } { $person } { $amount ->
        [none] { "" }
       *[other] owes { $amount }, due { $due }
    }{ $contract ->
        [none] { "" }
       *[other] { $contract }
    }
import_chat_contract = contract { $number } { $amount }{ $end ->
        [none] { "" }
       *[other] , until { $end }
    }
import_chat_invited = · { $name }: { $roles }
import_chat_more_rows = · …and { $count ->
        [one] 1 more row
       *[other] { $count } more rows
    }
import_chat_there = ✓ { $count ->
        [one] 1 row is
       *[other] { $count } rows are
    } in the books already and will not be doubled
import_chat_problems = …{ $count } problems in all; the file that follows lists them
import_chat_problem_file = 📎 The { $count } problems of { $name }, row by row, with what to do
import_problem_file = { $name }-problems.xlsx
import_chat_doubts = ❓ { $count ->
        [one] 1 row looks like something in the books and stays
       *[other] { $count } rows look like something in the books and stay
    } out for now:
import_doubt_near = · { $place }: { $name } ≈ { $near }
import_doubt_several = · { $place }: several customers are called “{ $name }”; write the full name
import_doubt_alike = · { $place }: { $name } has such a receivable already ({ $near })
import_doubt_alike_contract = · { $place }: { $name } has such a contract already ({ $near })
import_chat_nothing = Nothing to add; nothing was written.
import_chat_running = ⏳ { $name }: bringing it in{ $rows ->
        [none] …
       *[other] , { $done } of { $rows } rows
    }
import_chat_done = ✅ { $name } is in: { $counts }
import_chat_left_out = ⚠️ { $count ->
        [one] 1 row was
       *[other] { $count } rows were
    } left out. Put the file right and send it again: what is in is not doubled
import_chat_more_codes = …and codes for { $count } more people; give them one with /invite
import_chat_undoing = ⏳ { $name }: taking it back{ $rows ->
        [none] …
       *[other] , { $done } of { $rows }
    }
import_chat_undone = ↩️ { $name } is taken back{ $counts ->
        [none] { "" }
       *[other] : { $counts }
    }
import_chat_kept = { $count ->
        [one] 1 record stays, because somebody
       *[other] { $count } records stay, because somebody
    } touched it since:
import_chat_kept_row = · { $kind } { $name }{ $what ->
        [none] { "" }
       *[other] { " " }({ $what })
    }: { $why }
import_chat_dropped = { $name } was not brought in, and the file is not kept
import_chat_lapsed = ⌛ { $name } waited a day for an answer and was not brought in. Send it again if you want it
import_chat_no_right = 🔒 { $name } stopped: you may not bring files in any more. A manager can take back what is in
import_chat_broke = ⚠️ { $name } did not finish, by a mistake of mine (number { $number }). Send it again to go on: what is in is not doubled
import_chat_answered = 👌 { $name }: the same { $same }, another { $new }, skipped { $skip }
ask_import_near = Is “{ $name }” the “{ $near }” in the books? (row { $row }{ $more ->
        [0] { "" }
       *[other] , { $more } more to ask
    })
ask_import_alike = { $name } has such a receivable already: { $near }. Is row { $row } another one?
ask_import_alike_contract = { $name } has such a contract already: { $near }. Is row { $row } another one?
button_import = Bring in
button_drop_it = Never mind
button_ask_doubts = Ask me about the { $count } alike
button_near_same = The same
button_near_new = A new customer
button_near_skip = Skip
button_near_skip_rest = Skip the rest
button_alike_new = Another one, bring it in
button_alike_skip = The same, skip it
toast_importing = Bringing it in
toast_undoing = Taking it back
import_not_allowed = 🔒 A manager, finance or an admin brings files in. Forward it to one of them.
import_members_not_allowed = 🔒 The file invites members; a manager or an admin must bring it in.
import_is_running = It is being brought in; the card will say when it is done
import_is_done = It is in already
import_is_undone = It was taken back already
import_is_over = This preview is over. Please send the file again
column_sheet = Sheet
column_row = Row
column_column = Column
column_problem = Problem

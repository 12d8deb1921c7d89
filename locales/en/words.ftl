# The team's own words.
help_word = teach me your words: /word remit = payment
word_head = 📖 { $count ->
        [one] One word
       *[other] { $count } words
    } you taught me:
word_none = 📖 You have not taught me any yet. If you say “doorknocked” for a visit, send /word doorknocked = visit
word_row = · { $word } = { $meaning }
word_meanings = A word can mean: { $meanings }. To drop one, send “/word WORD =”.
word_taught = 📖 Learnt: “{ $word }” means { $meaning }. The whole team can say so from the next message on.
word_known_already = 📖 I already take “{ $word }” for { $meaning }; nothing to teach.
word_forgotten = 📖 Forgotten: “{ $word }” no longer means { $meaning }.
word_how =
    📖 Teach me like this:
    · /word doorknocked = visit
    · /word doorknocked = (forget it)
    · /word (show all)
word_meaning_unknown = I don’t know the meaning “{ $meaning }”. It can be: { $meanings }.
word_shape = “{ $word }” cannot be a word: 2 to 20 letters, no digits or marks.
word_is_name = “{ $word }” is the name of a customer, a colleague or a rival; as a word it would get people mixed up.
word_means_other = I know “{ $word }” already, as something else; changing that would misread other messages. Please take another word.
word_not_ours = You did not teach me “{ $word }”, so there is nothing to forget. Send /word to see all.
word_too_many = You have taught me { $most } words; forget a few first.
record_called_word = word “{ $word }”
record_word = word

meaning_visit = visit
meaning_call = call
meaning_online = online
meaning_payment = payment
meaning_promise = promise
meaning_receivable = receivable
meaning_deal = deal
meaning_quote = quote
meaning_contract = contract
meaning_renewal = renewal
meaning_won = won
meaning_lost = lost

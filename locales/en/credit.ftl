# Credit: how far a customer can be trusted, and why.
help_risk = a customer’s credit score and its reasons: /risk Globex, or alone for the worst
risk_head = 🛡 { $account }: credit { $points }, grade { $grade }
risk_none = 🛡 { $account } has neither paid nor been late yet, so there is nothing to score.
risk_timing = · Paying on time { $points }/{ $most }: { $days ->
        [0] mostly on the day
        [one] { $days } day late on average
       *[other] { $days } days late on average
    }
risk_overdue = · Overdue now { $points }/{ $most }: { $count ->
        [0] nothing
        [one] { $count } item, { $days } days at the longest
       *[other] { $count } items, { $days } days at the longest
    }
risk_promises = · Keeping promises { $points }/{ $most }: { $count ->
        [0] none has come due
       *[other] { $count } promised, { $kept } kept, { $late } late, { $broken } broken
    }
risk_experience = · Track record { $points }/{ $most }: { $count ->
        [0] nothing settled yet
       *[other] { $count } settled
    }
button_risk_rows = See each payment
risk_rows_head = 🛡 What { $account }’s score is made of:
risk_row = · { $amount }, due { $due }, { $on ->
        [none] not paid, { $days } days late
       *[other] paid { $on }{ $days ->
            [0] , in time
            [one] , { $days } day late
           *[other] , { $days } days late
        }
    }
risk_promise = 🤝 Promised by { $by }{ $amount ->
        [none] { "" }
       *[other] { " " }{ $amount }
    }: { $state ->
        [open] still to come
        [kept] kept
        [late] a few days late
       *[broken] broken
    }
risk_worst_head = 🛡 { $count ->
        [one] One customer owes money:
       *[other] { $count } customers owe money, the least trusted first:
    }
risk_worst_row = · { $account } { $points }, grade { $grade }: owes { $owed }
risk_not_yours = 🔒 Only the owner, managers and finance see the credit score of { $account }.
risk_nobody = 🛡 Nobody who owes money can be scored yet.

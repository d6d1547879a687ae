//! The rows of the table of refusals that are about payees and time, after all others.

macro_rules! with_payees {
    ($($before:tt)*) => {
        refusals! {
            $($before)*
            R6001 PayGroupOnFile { group: PayGroupId, first: u64 }
                "pay group {group} is already on file at sequence {first}: register payees with it, or define a group of another name",
                No, "treat it as done";
            R6002 PayGroupUnknown { group: PayGroupId }
                "pay group {group} is not on file: define it first",
                Later, "define the group, then send the same command again";
            R6003 PayGroupUnitNotMoney { unit: Unit }
                "a pay group is paid in money and {unit} is none: use a currency",
                Corrected, "use a currency";
            R6004 PayeeOnFile { payee: PayeeId, first: u64 }
                "payee {payee} is already on file at sequence {first}: use the id as it is, or register another person under their own",
                No, "treat it as done";
            R6005 PayeeUnknown { payee: PayeeId }
                "payee {payee} is not on file: register them first",
                Later, "register the payee, then send the same command again";
            R6006 PayeeHasLeft { payee: PayeeId, last_day: Date }
                "payee {payee} left with last day {last_day}: that day stands, and somebody who comes back is registered under a new id",
                No, "treat it as done if it is the same day; tell finance if it is another";
            R6007 LeftBeforeEmployed { payee: PayeeId, last_day: Date, employed_from: Date }
                "the last day {last_day} of {payee} lies before their first, {employed_from}: correct the date",
                Corrected, "correct the date";
            R6008 PayeePaidInOther { payee: PayeeId, paid_in: Unit, unit: Unit }
                "payee {payee} is paid in {paid_in} and the plan pays in {unit}: register them with a group of that currency",
                Corrected, "credit somebody the plan can pay";
            R6009 DayNotPassed { through: Date, today: Date }
                "day {through} has not passed, today is {today}: pass days up to yesterday",
                Later, "send it on a later day";
            R6010 DaysAlreadyPassed { through: Date, passed: Date }
                "days have already passed through {passed}, and {through} would pass nothing: send a later day",
                No, "treat it as done";
            R6011 PeriodNotMonth { period: Period }
                "period {period} is not a calendar month: the books are closed by months",
                Corrected, "use a calendar month";
            R6012 PeriodNotNext { period: Period, next: Period }
                "period {period} cannot be closed: the next one to close is {next}",
                Corrected, "close the months in order";
            R6013 PeriodNotOver { period: Period, passed: String }
                "period {period} is not over in the books, days have passed through {passed}: pass the days through its end first",
                Later, "send PassDay through the period's last day, then send the same command again";
            R6014 IdOpensFormula { id: String }
                "id {id} begins with a character that a spreadsheet takes for a formula (= + - @), and could never stand in a payroll file: use another id",
                Corrected, "use an id that begins with a letter or a digit";
            R6015 AlreadyAssigned { payee: PayeeId, what: &'static str, from: Date }
                "payee {payee} already has {what} from {from} on: what was told stands; tell a change from a later day",
                No, "treat it as done if it is the same; tell a change from another day";
            R6016 ManagesThemselves { payee: PayeeId }
                "payee {payee} cannot be their own manager: name somebody else",
                Corrected, "name somebody else";
            R6017 MeasureWithoutQuota { plan: PlanId, measure: MeasureId }
                "no version of plan {plan} has a measure {measure} with a quota: correct its name, or publish a version that has one",
                Later, "correct the measure, or publish a version that has a quota for it";
            R6018 QuotaWrong { measure: MeasureId, quota: Reading, wanted: Reading }
                "a quota of {quota} does not go with the measure {measure}: write more than nothing, as in {wanted}",
                Corrected, "write the quota in what the measure counts";
            R6019 TeamUnknown { team: TeamId }
                "nobody was ever assigned to team {team}: assign somebody first, or correct its name",
                Later, "assign somebody to the team, then send the same command again";
            R6020 QuotaAlreadyAssigned { measure: MeasureId, from: Date }
                "a quota of {measure} is already assigned from {from} on: what was told stands; tell a change from a later day",
                No, "treat it as done if it is the same; tell a change from another day";
            R6021 DrawUnknown { plan: PlanId, draw: DrawId, from: Date }
                "no version of plan {plan} that is in force on {from} has a draw {draw}: correct its name or the day, or publish a version that has one",
                Later, "correct the draw or the day, or publish a version that has the draw";
            R6022 DrawDayWrong { draw: DrawId, field: &'static str, day: Date, wanted: Date }
                "the draw {draw} is given for whole periods, and {day} does not stand for {field}: write {wanted}",
                Corrected, "write the first and the last day of periods of the draw";
            R6023 DrawAlreadyAssigned { payee: PayeeId, draw: DrawId, from: Date, through: Date }
                "payee {payee} already has the draw {draw} from {from} through {through}: assign it for other days, or end that one first",
                No, "treat it as done if it is the same; end the other one first if it is not";
            R6024 DrawNotAssigned { payee: PayeeId, draw: DrawId, through: Date }
                "payee {payee} has no draw {draw} on {through} that could end then: correct the draw or the day",
                Corrected, "name a draw that the payee has on its new last day";
            R6025 DrawWasGiven { payee: PayeeId, draw: DrawId, period: Period, through: Date }
                "the draw {draw} of {payee} was already reckoned for {period}, so it cannot end on {through}: end it with that period or later, and take back what is wrong by an adjustment",
                Corrected, "end it with the last period that was reckoned, or later";
        }
    };
}

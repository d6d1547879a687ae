//! The rows of the table that are about payout runs, put between those of rates and of thresholds.

macro_rules! with_runs {
    ($($before:tt)*) => {
        with_thresholds! {
            $($before)*
            R5001 RunOnFile { run: RunId, first: u64 }
                "run {run} is already on file at sequence {first}, told under another key: send it under that key",
                No, "go on with the run";
            R5002 RunUnknown { run: RunId }
                "run {run} is not on file: lock it first",
                Later, "lock the run, then send the same command again";
            R5003 RunIsLive { run: RunId, live: RunId, stage: RunStage }
                "run {live} of the same group and period is {stage}: go on with it, or void it before locking {run}",
                Later, "go on with the live run";
            R5004 RunOutOfSequence { run: RunId, next: u32 }
                "run {run} is out of sequence: the next run of its group and period has the number {next}",
                Corrected, "use the next number";
            R5005 CutOffNotPassed { cut_off: Date, today: Date }
                "the cut-off {cut_off} has not passed, today is {today}: lock the run on a later day",
                Later, "lock the run after the cut-off day";
            R5006 DaysNotPassed { cut_off: Date, passed: String }
                "days have passed through {passed} and the cut-off is {cut_off}: pass the days first, so that what is due is in the run",
                Later, "send PassDay through the cut-off, then send the same command again";
            R5007 CutOffOutsidePeriod { cut_off: Date, period: Period }
                "the cut-off {cut_off} lies before the period {period} begins or more than 31 days after it ends: correct one of them",
                Corrected, "correct the cut-off or the period";
            R5008 RunStageWrong { run: RunId, stage: RunStage, wanted: &'static str }
                "run {run} is {stage}, and this takes one that is {wanted}: look at the run, and go on from where it is",
                No, "show the run's stage";
            R5009 LinesDiffer { run: RunId, given: Digest, frozen: Digest }
                "the lines of run {run} have digest {frozen} and {given} was given: read the pay sheet again",
                Corrected, "look at the pay sheet again and decide anew";
            R5010 ApproverIsProgram { run: RunId, actor: ActorId }
                "{actor} is a program and run {run} is approved by a person",
                Corrected, "have a person approve it";
            R5011 ApproverLockedIt { run: RunId, actor: ActorId }
                "{actor} locked run {run} and cannot approve it: have somebody else approve it",
                Corrected, "have somebody else approve it";
            R5012 ApproverIsPaid { run: RunId, actor: ActorId }
                "{actor} is paid by run {run} and cannot approve it: have somebody else approve it",
                Corrected, "have somebody else approve it";
            R5013 ExportTotalDiffers { run: RunId, given: Amount, frozen: Amount }
                "run {run} pays {frozen} and the file pays {given}: render the file again from the pay sheet",
                Corrected, "render the file again";
            R5014 ExportDrift { run: RunId, first: u64, exported: Digest, given: Digest }
                "run {run} was exported at sequence {first} as file {exported} and this is file {given}: the same run renders to the same bytes, so find what changed",
                No, "do not send the second file; find what changed in the directory or the profile";
            R5015 AlreadyExported { run: RunId, first: u64 }
                "run {run} was exported at sequence {first} with this very file, told under another key: treat it as done",
                No, "treat it as done";
            R5016 VoidByProgram { run: RunId, actor: ActorId }
                "{actor} is a program and run {run} is voided by a person",
                Corrected, "have a person void it";
            R5017 RunPeriodUnfit { run: RunId, calendar: Calendar, there: String }
                "run {run} is for no period of its pay group, which is paid {calendar}: the one that its first day lies in is {there}",
                Corrected, "name a period of the group's calendar";
            R5018 RunIsSettled { run: RunId, settled: RunId }
                "run {settled} of the same group and period is settled, so {run} cannot be locked: what is payable now goes into the next period's run, or into an off-cycle run",
                No, "lock the next period's run, or say that this one is off-cycle";
            R5019 LineUnknown { run: RunId, payee: PayeeId }
                "run {run} has no line for payee {payee}: acknowledge the lines of its payroll file",
                Corrected, "find out which run the line is of";
            R5020 AnsweredTwice { payee: PayeeId }
                "the command answers twice for payee {payee}: a run has one line for a payee",
                Corrected, "answer once for each payee";
            R5021 AnsweredOtherwise { run: RunId, payee: PayeeId, first: Acknowledgement }
                "the line of payee {payee} in run {run} was {first}: what payroll said first stands, so find out which of the two is true",
                No, "ask payroll; what it pays and was not to is put right by an adjustment";
            R5022 NothingToAcknowledge { run: RunId }
                "all that the command says of run {run} is on file: treat it as done",
                No, "treat it as done";
            R5023 LinesUnanswered { run: RunId, answered: u32, lines: u32 }
                "payroll answered for {answered} of {lines} lines of run {run}: acknowledge the others, then settle it",
                Later, "acknowledge the other lines, then send the same command again";
            R5024 LineAccepted { run: RunId, payee: PayeeId }
                "payroll accepted the line of payee {payee} in run {run}, and will pay it: acknowledge the other lines and settle the run",
                No, "settle the run; what is not to be paid of it is taken back";
            R5025 NotOfPayGroup { payee: PayeeId, group: PayGroupId }
                "payee {payee} is not paid with pay group {group}: name payees of the run's group",
                Corrected, "correct the payee or the group";
            R5026 NamedTwice { payee: PayeeId }
                "the run names payee {payee} twice: name each once",
                Corrected, "name each payee once";
            R5027 CalendarAlreadySet { group: PayGroupId, from: Date }
                "pay group {group} has a word on its calendar from {from} on or later: what was told stands; tell a change from a later day",
                Corrected, "tell a change from a later day";
            R5028 CalendarInMidPeriod { group: PayGroupId, calendar: Calendar, from: Date }
                "pay group {group} cannot be paid {calendar} from {from} on: no such period begins there, or a period of the calendar before does not end there, so begin where one ends",
                Corrected, "begin on the first day of a period of both calendars";
            R5029 RecoveryLimitUnfit { group: PayGroupId, at_most: MostKept, paid_in: Unit }
                "a run of pay group {group} cannot keep {at_most}: say a share of at most 100%, or an amount in {paid_in} that is not negative",
                Corrected, "correct the limit";
        }
    };
}

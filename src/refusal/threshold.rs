//! The rows of the table that are about thresholds and what stays below them, put between those
//! of runs and those of payees.

macro_rules! with_thresholds {
    ($($before:tt)*) => {
        with_payees! {
            $($before)*
            R5030 ThresholdAlreadySet { group: PayGroupId, from: Date }
                "pay group {group} already has a word on its threshold from {from} on: what was told stands; tell a change from another day",
                No, "treat it as done if it is the same; tell a change from another day";
            R5031 ThresholdInOther { group: PayGroupId, paid_in: Unit, given: Unit }
                "pay group {group} is counted in {paid_in} and the threshold is in {given}: tell it in {paid_in}",
                Corrected, "tell the threshold in the currency of the group's accounts";
            R5032 ThresholdNotPositive { group: PayGroupId, amount: Amount }
                "the threshold of pay group {group} is {amount}: write more than nothing, or leave it out for none",
                Corrected, "write an amount of more than zero, or no threshold";
            R5033 NothingLapses { payee: PayeeId }
                "nothing of {payee} was left out of a live run whose threshold lets it lapse, and is payable still by a rule: there is nothing to end",
                No, "show what is payable, and what the runs of the group left out";
            R5034 NextRunPays { payee: PayeeId, payable: Amount }
                "{payee} has {payable} payable by now, which the next run pays: it does not lapse",
                No, "leave it to the next run";
            R5035 LapseAmountDiffers { payee: PayeeId, given: Amount, there: Amount }
                "of the pay of {payee} {there} can lapse, and {given} was given: all of it lapses, or nothing",
                Corrected, "look at what can lapse again, and propose that";
            R5036 LapseOnFile { lapse: LapseId, first: u64 }
                "lapse {lapse} is already on file at sequence {first}, told under another key: send it under that key, or name the new lapse from its own row",
                No, "treat it as done; two rows of the host share one id";
            R5037 LapseUnknown { lapse: LapseId }
                "lapse {lapse} is not on file: propose it first",
                Later, "propose it, or correct the id";
            R5038 LapseIsDecided { lapse: LapseId, stage: ApprovalStage, since: u64 }
                "lapse {lapse} is {stage} since sequence {since}: what was decided stands; propose another one",
                No, "treat it as done if that is what was meant";
            R5039 LapseByProgram { actor: ActorId }
                "{actor} is a program, and persons decide whether somebody's pay lapses: have a person tell it",
                Corrected, "have a person tell it";
            R5040 LapseByPayee { payee: PayeeId }
                "it is the pay of {payee}, who decides nothing about whether it lapses: have somebody else tell it",
                Corrected, "have somebody else tell it";
            R5041 LapseProposerApproves { lapse: LapseId, actor: ActorId }
                "{actor} proposed lapse {lapse} and cannot approve it: have another person approve it",
                Corrected, "have another person approve it";
            R5042 LapseDiffers { lapse: LapseId, given: Digest, proposed: Digest }
                "what was looked at has digest {given} and lapse {lapse} has {proposed}: look at it again",
                Corrected, "look at the lapse as it stands, and approve its digest";
            R5045 RecoveryLimitAlreadySet { group: PayGroupId, from: Date }
                "pay group {group} already has a word on its recovery limit from {from} on: what was told stands; tell a change from another day",
                No, "treat it as done if it is the same; tell a change from another day";
            R5046 ExportFilesDiffer { run: RunId, given: Digest, listed: Digest }
                "the export of run {run} has digest {given}, and its files come to {listed}: tell the files that were written, in their order",
                Corrected, "render the files again, and tell all of them as they are";
            R5047 CalendarBehindRun { group: PayGroupId, from: Date, through: Date }
                "pay group {group} cannot be paid otherwise from {from} on: a run was locked for a period that ends on {through}, so begin after it",
                Corrected, "tell the change from a day after the last run's period";
            R5048 OnlyIsOffCycle { run: RunId }
                "run {run} would pay some alone and be the regular run of its period: say that it is off-cycle, or pay everybody",
                Corrected, "say that the run is off-cycle";
        }
    };
}

//! The rows of the table that are about payout runs, put between those before and those of
//! thresholds.

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
            R5017 RunPeriodNotMonth { period: Period }
                "run period {period} is not a calendar month, and this release pays by months",
                Corrected, "use a calendar month";
            R5018 RunIsSettled { run: RunId, settled: RunId }
                "run {settled} of the same group and period is settled, so {run} cannot be locked: what is payable now goes into the next period's run",
                No, "lock the next period's run";
            R5025 ExportFilesDiffer { run: RunId, given: Digest, listed: Digest }
                "the export of run {run} has digest {given}, and its files come to {listed}: tell the files that were written, in their order",
                Corrected, "render the files again, and tell all of them as they are";
        }
    };
}

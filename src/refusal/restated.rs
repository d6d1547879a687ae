//! The rows of the table that are about restatements, put between those before and after them.

macro_rules! with_restatements {
    ({ $($before:tt)+ } { $($middle:tt)+ }) => {
        with_rates! {
            $($before)+
            R4601 RestatementOnFile { restatement: RestatementId, first: u64 }
                "restatement {restatement} is already on file at sequence {first}, told under another key: send it under that key, or name the new restatement from its own row",
                No, "treat it as done; two rows of the host share one id";
            R4602 RestatementUnknown { restatement: RestatementId }
                "restatement {restatement} is not on file: post it first",
                Later, "post the restatement, then send the same command again";
            R4603 RestatementIsDecided { restatement: RestatementId, stage: ApprovalStage, since: u64 }
                "restatement {restatement} is {stage} since sequence {since}: what was decided stands; post another one to put it right",
                No, "show what was decided";
            R4604 RestatementByProgram { restatement: RestatementId, actor: ActorId }
                "{actor} is a program and restatement {restatement} is posted and decided by persons",
                Corrected, "have a person do it";
            R4605 RestaterApproves { restatement: RestatementId, actor: ActorId }
                "{actor} posted restatement {restatement} and cannot approve it: have somebody else approve it",
                Corrected, "have somebody else approve it";
            R4606 RestatedDecides { restatement: RestatementId, actor: ActorId }
                "{actor} has a line in restatement {restatement} and cannot decide on it: have somebody else do that",
                Corrected, "have somebody else decide";
            R4607 RestatementDiffers { restatement: RestatementId, given: Digest, posted: Digest }
                "restatement {restatement} has digest {posted} and {given} was given: look at it again",
                Corrected, "look at the restatement again and decide anew";
            R4608 ProposalTextMissing { restatement: RestatementId, digest: Digest }
                "the text of proposal {digest} was not given for restatement {restatement}, only its digest: post the text",
                Corrected, "send the text";
            R4609 ProposalUnreadable { restatement: RestatementId, problem: String }
                "the text of restatement {restatement} is no proposal, {problem}: post one as a study made it",
                Corrected, "make the proposal again and send its text";
            R4610 NothingToRestate { restatement: RestatementId, period: Period }
                "the proposal of restatement {restatement} has no line: {period} comes to what it came to",
                No, "leave it: nothing differs";
            R4611 RestatedNotClosed { restatement: RestatementId, period: Period }
                "restatement {restatement} is about {period}, which is not closed in the books: close its months first",
                Later, "close the months, then make the proposal again";
            R4612 RestatementStale { restatement: RestatementId, as_of: u64, month: Period, moved: u64 }
                "restatement {restatement} was made of {as_of} records and sequence {moved} has moved {month} since: make the proposal again and post it under another id",
                Corrected, "make the proposal again, look at what differs now, and post that";
            R4613 RestatedLineUnfit { restatement: RestatementId, line: usize, problem: &'static str }
                "line {line} of restatement {restatement} {problem}: post a proposal as a study made it",
                Corrected, "make the proposal again and send its text";
            $($middle)+
        }
    };
}

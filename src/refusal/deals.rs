//! The rows of the table that are about deals, put between those before and after them.

macro_rules! with_deals {
    ({ $($before:tt)+ } { $($after:tt)+ } $($more:tt)+) => {
        with_restatements! { {
            $($before)+
            R2001 DealOnFile { deal: DealId, first: u64 }
                "deal {deal} is already on file at sequence {first}, told under another key: send it under that key, or name the new deal from its own row",
                No, "treat it as done; two rows of the host share one id";
            R2002 DealUnknown { deal: DealId }
                "deal {deal} is not on file: win it first",
                Later, "win the deal, then send the same command again";
            R2003 LeadAlreadyWon { lead: LeadId, deal: DealId, first: u64 }
                "lead {lead} already became deal {deal} at sequence {first}: a second deal needs a lead of its own",
                No, "report a new lead for a second deal";
            R2004 WonBeforeReport { won_on: Date, heard_on: Date, days: u32, most: u32 }
                "won on {won_on}, {days} days before the lead was heard on {heard_on}, and the plan allows {most}: correct the date, or reject the lead",
                Corrected, "correct the date; a deal older than its lead was not brought by it";
            R2005 DealIsCancelled { deal: DealId, cancelled_on: Date }
                "deal {deal} was cancelled on {cancelled_on} and takes no more facts: money that came in later belongs to another deal, money that came in before is finance's to settle",
                No, "show that the deal is cancelled, and tell finance of money that came in before";
            R2006 DealIsInstalled { deal: DealId, installed_on: Date }
                "deal {deal} was installed on {installed_on}: a second machine is a second deal",
                No, "show that the deal is installed";
            R2007 BeforeWin { field: &'static str, date: Date, won_on: Date }
                "{field} is {date}, before the deal was won on {won_on}: correct the date",
                Corrected, "correct the date";
            R2008 PaymentOnFile { payment: PaymentId, first: u64 }
                "payment {payment} is already on file at sequence {first}, told under another key: send it under that key, or name the new payment from its own row",
                No, "treat it as done; two rows of the host share one id";
            R2009 PaymentUnknown { payment: PaymentId }
                "payment {payment} is not on file: record it first",
                Later, "record the payment, then send the same command again";
            R2010 RefundOnFile { refund: RefundId, first: u64 }
                "refund {refund} is already on file at sequence {first}, told under another key: send it under that key, or name the new refund from its own row",
                No, "treat it as done; two rows of the host share one id";
            R2011 RefundExceedsPayment { payment: PaymentId, refund: Amount, received: Amount, most: Amount }
                "payment {payment} takes back {refund} of {received} received: refund at most {most}, or record the missing payment first",
                Later, "record the missing payment, or correct the amount";
            R2012 RefundBeforePayment { refunded_on: Date, received_on: Date }
                "refunded on {refunded_on}, before the payment came in on {received_on}: correct the date",
                Corrected, "correct the date";
            R2013 WrongCurrency { given: Unit, wanted: Unit }
                "the amounts are in {given} and the deal is in {wanted}: tell them in {wanted}",
                Corrected, "tell the amounts in the deal's currency";
            R2014 DealIsRetracted { deal: DealId }
                "the win of deal {deal} was retracted: tell the right one under a new id",
                No, "show that the deal never was";
            R2015 PaymentIsRetracted { payment: PaymentId }
                "payment {payment} was retracted: there is nothing to refund",
                No, "show that the payment never was";
            R2016 FactUnknown { fact: FactRef }
                "fact {fact} is not on file: nothing needs to be taken back",
                No, "treat it as done";
            R2017 FactIsRetracted { fact: FactRef }
                "fact {fact} was retracted before: it is done",
                No, "treat it as done";
            R2018 FactIsNamed { fact: FactRef, by: FactRef }
                "fact {fact} is named by {by}: retract that first",
                Later, "retract what names it, then send the same command again";
            R2019 DealIsInvoiced { deal: DealId, invoiced_on: Date }
                "deal {deal} was invoiced on {invoiced_on}: what counts from the invoice counts from its first",
                No, "show that the deal is invoiced";
            $($after)+
        } $($more)+ }
    };
}

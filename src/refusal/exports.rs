//! The row of the table that is about the files of an export, put between those of runs and those
//! of thresholds.

macro_rules! with_exports {
    ($($before:tt)*) => {
        with_thresholds! {
            $($before)*
            R5025 ExportFilesDiffer { run: RunId, given: Digest, listed: Digest }
                "the export of run {run} has digest {given}, and its files come to {listed}: tell the files that were written, in their order",
                Corrected, "render the files again, and tell all of them as they are";
        }
    };
}

//! The house: where files stand and what they may import, which types cross threads, and the pages
//! of the manual that are held to the code.

mod every_public_type_crosses_threads;
mod the_house_is_tidy;
mod the_manual_lists_every_worked_example;
mod the_manual_tables_every_code;

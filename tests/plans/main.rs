//! Plan files: the whole language, and every mistake with its place.

mod account_maps_say_what_is_wrong;
mod plan_files_say_what_is_wrong;
mod plan_files_use_the_whole_language;
mod profiles_say_what_is_wrong;

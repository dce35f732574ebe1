//! `tenbin law`: what binds whom, from when, and where the words part. One file
//! a verb.

pub(crate) mod applies;
pub(crate) mod ask;
mod book;
mod clocks;
mod crosswalk;
pub(crate) mod deadlines;
pub(crate) mod diff;
mod divergence;
mod export;
mod import;
mod list;
mod penalty;
pub(crate) mod portfolio;
mod reuse;
pub(crate) mod timeline;

use jiff::{Timestamp, Zoned};
use tenbin_app::{ReuseRequest, ReviewVerdict, SignOff};

use super::Context;
use crate::arguments::{Law, ReviewWord};
use crate::failure::Failure;

pub(crate) fn run(context: &mut Context<'_>, verb: &Law) -> Result<u8, Failure> {
    match verb {
        Law::List { as_of } => list::list(context, *as_of),
        Law::Show { id, as_of } => list::show(context, id, *as_of),
        Law::Check => list::check(context),
        Law::Applies(arguments) => applies::applies(context, arguments),
        Law::Classify(arguments) => applies::classify(context, arguments),
        Law::Clocks { incident, framework, now } => clocks::run(context, incident, framework, *now),
        Law::Penalty { subject, as_of, framework } => {
            penalty::run(context, subject, *as_of, framework)
        }
        Law::Portfolio(arguments) => portfolio::run(context, arguments),
        Law::Timeline(arguments) => timeline::run(context, arguments),
        Law::Deadlines(arguments) => deadlines::run(context, arguments),
        Law::Diff(arguments) => diff::run(context, arguments),
        Law::Ask(arguments) => ask::run(context, arguments),
        Law::Crosswalk { a, b, grade, control } => {
            crosswalk::run(context, a.as_deref(), b.as_deref(), grade, control.as_deref())
        }
        Law::Divergence { id } => divergence::run(context, id.as_deref()),
        Law::Export(arguments) => export::run(context, arguments),
        Law::Import { files, out, framework_id } => {
            import::run(context, files, out, framework_id.as_deref())
        }
        Law::Book { framework, out, reviews } => {
            book::book(context, framework, out.as_deref(), reviews.as_deref())
        }
        Law::SignOff { of, by, verdict, remark, key } => {
            let asked = SignOff {
                version: of.clone(),
                by: by.clone(),
                verdict: match verdict {
                    ReviewWord::Agreed => ReviewVerdict::Agreed,
                    ReviewWord::AgreedWithRemark => ReviewVerdict::AgreedWithRemark,
                    ReviewWord::Rejected => ReviewVerdict::Rejected,
                },
                remark: remark.clone(),
                key: key.clone(),
                now: Timestamp::now(),
            };
            book::sign_off(context, &asked)
        }
        Law::Reuse { subject, as_of, framework, costs, open } => {
            let request = ReuseRequest {
                subject: subject.clone(),
                as_of: *as_of,
                today: Zoned::now().date(),
                frameworks: framework.clone(),
                costs: costs.clone(),
                open: *open,
            };
            reuse::run(context, &request)
        }
    }
}

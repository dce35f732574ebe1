use tenbin_report::Texts;

use crate::assets;

/// The rooms the navigation shows: those that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Overview,
    Measure,
    Weigh,
    Attest,
    Law,
    None,
}

/// A room in the navigation.
pub(crate) struct Door {
    pub(crate) path: &'static str,
    pub(crate) name: String,
    pub(crate) what: String,
    pub(crate) here: bool,
}

/// What surrounds every page: title, navigation, the way up, the other language.
pub(crate) struct Frame {
    pub(crate) t: Texts,
    pub(crate) title: String,
    pub(crate) room: Room,
    /// The way up: address and name.
    pub(crate) crumbs: Vec<(String, String)>,
    /// Address of this page without the language.
    pub(crate) path: String,
    /// Address of the same page in the other language.
    pub(crate) other: String,
    pub(crate) style: String,
    pub(crate) script: String,
}

impl Frame {
    /// `path` is the address without the language, `query` begins with `?` or
    /// is empty.
    pub(crate) fn new(t: Texts, path: &str, query: &str, room: Room, title: String) -> Self {
        Self {
            t,
            title,
            room,
            crumbs: Vec::new(),
            path: path.to_owned(),
            other: format!("/{}{path}{query}", t.lang.other().tag()),
            style: assets::style(),
            script: assets::script(),
        }
    }

    /// The same frame with one more step on the way up.
    pub(crate) fn under(mut self, href: String, name: impl Into<String>) -> Self {
        self.crumbs.push((href, name.into()));
        self
    }

    pub(crate) fn doors(&self) -> [Door; 5] {
        let t = &self.t;
        let door = |room, path, name: String, what: String| Door {
            path,
            name,
            what,
            here: self.room == room,
        };
        [
            door(Room::Overview, "/", t.say("room-overview"), String::new()),
            door(Room::Measure, "/runs", t.say("room-measure"), t.say("room-measure-what")),
            door(Room::Weigh, "/assessments", t.say("room-weigh"), t.say("room-weigh-what")),
            door(Room::Attest, "/attest", t.say("room-attest"), t.say("room-attest-what")),
            door(Room::Law, "/frameworks", t.say("room-law"), t.say("room-law-what")),
        ]
    }

    /// The pages of the law room, for its second row of navigation; none in
    /// other rooms.
    pub(crate) fn shelves(&self) -> Vec<Door> {
        const SHELVES: [(&str, &str); 10] = [
            ("/frameworks", "shelf-frameworks"),
            ("/ask", "shelf-ask"),
            ("/timeline", "shelf-timeline"),
            ("/clocks", "shelf-clocks"),
            ("/controls", "shelf-controls"),
            ("/crosswalk", "shelf-crosswalk"),
            ("/divergences", "shelf-divergences"),
            ("/declarations", "shelf-declarations"),
            ("/policies", "shelf-policies"),
            ("/portfolio", "shelf-portfolio"),
        ];
        if self.room != Room::Law {
            return Vec::new();
        }
        SHELVES
            .into_iter()
            .map(|(path, key)| Door {
                path,
                name: self.t.say(key),
                what: String::new(),
                here: self.path == path || self.path.starts_with(&format!("{path}/")),
            })
            .collect()
    }

    /// Name of the other language, in that language.
    pub(crate) fn other_name(&self) -> String {
        Texts::new(self.t.lang.other()).say("language-own")
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.t.lang.tag()
    }
}

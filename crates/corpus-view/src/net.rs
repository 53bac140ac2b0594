//! A network as it is drawn, and as files for other programs.
//!
//! Takes what `corpus-search` counted; gives circles, lines and names in pixels, and CSV, GraphML and SVG.

use crate::bars::px;
use crate::export::{CSV_START, put_csv_line};
use crate::labels::{Label, Wanted, labels, text_width};
use crate::map::{Frame, WORLD};
use crate::springs::laid_out;
use corpus_model::EntityKind;
use corpus_search::{Corpus, EntityId, Link, Network, Node};
use std::fmt::Write as _;

/// Links that are drawn at most: the surest. More are a tangle, and stand in the table.
const MOST_LINKS: usize = 400;
/// Radius in pixels of a name of one sentence, and what the most named one has more.
const RADIUS: (f64, f64) = (4.0, 13.0);
/// Size of names in the drawing, in pixels.
pub const NAME_SIZE: f64 = 12.0;

/// A network with a place for each name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Woven {
    /// Names that are linked, and the one in the middle.
    pub nodes: Vec<Node>,
    /// All links that are wanted, the surest first; the drawing has the first [`Woven::n_drawn`].
    pub links: Vec<Link>,
    /// Links in the drawing.
    pub n_drawn: usize,
    /// Names that were left without a link.
    pub n_alone: usize,
    /// Sentences of all the documents.
    pub n_sentences: u32,
    at: Vec<(f64, f64)>,
    radii: Vec<f64>,
}

/// A name in the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnName {
    /// Middle, in pixels.
    pub x: f64,
    /// Middle, in pixels.
    pub y: f64,
    /// In pixels.
    pub radius: f64,
    /// Where the name stands; not at all where there is no room.
    pub label: Option<Label>,
}

impl Woven {
    /// Leaves out links of fewer sentences than `least` and names without a link, and finds places. The first name
    /// stays where it is the one in the middle.
    #[must_use]
    pub fn new(network: &Network, least: u32, has_middle: bool) -> Self {
        let wanted: Vec<Link> = network
            .links
            .iter()
            .filter(|link| link.n >= least)
            .copied()
            .collect();
        let mut is_linked = vec![false; network.nodes.len()];
        for link in &wanted {
            for end in [link.a, link.b] {
                if let Some(is_linked) = is_linked.get_mut(end as usize) {
                    *is_linked = true;
                }
            }
        }
        if let Some(first) = is_linked.first_mut().filter(|_| has_middle) {
            *first = true;
        }
        let mut place = vec![0u32; network.nodes.len()];
        let mut nodes = Vec::new();
        for (i, node) in network.nodes.iter().enumerate() {
            if is_linked.get(i) == Some(&true) {
                place[i] = nodes.len() as u32;
                nodes.push(*node);
            }
        }
        let moved = |end: u32| place.get(end as usize).copied().unwrap_or(0);
        let links: Vec<Link> = wanted
            .into_iter()
            .map(|link| Link {
                a: moved(link.a),
                b: moved(link.b),
                ..link
            })
            .collect();
        let most = nodes.iter().map(|node| node.n_sentences).max().unwrap_or(1);
        let radii: Vec<f64> = nodes
            .iter()
            .map(|node| {
                let share = f64::from(node.n_sentences) / f64::from(most.max(1));
                RADIUS.0 + RADIUS.1 * share.sqrt()
            })
            .collect();
        let n_drawn = links.len().min(MOST_LINKS);
        let surest = links.first().map_or(1, |link| link.g2).max(1);
        let springs: Vec<(u32, u32, f64)> = links
            .iter()
            .take(n_drawn)
            .map(|link| {
                let share = f64::from(link.g2) / f64::from(surest);
                (link.a, link.b, 0.2 + 0.8 * share.sqrt())
            })
            .collect();
        Self {
            at: laid_out(&radii, &springs),
            n_alone: network.nodes.len() - nodes.len(),
            n_sentences: network.n_sentences,
            nodes,
            links,
            n_drawn,
            radii,
        }
    }

    /// The frame that shows all of it.
    #[must_use]
    pub fn frame(&self, width: f64, height: f64) -> Frame {
        Frame::around(&self.at, width, height)
    }

    /// The links in the drawing.
    #[must_use]
    pub fn drawn(&self) -> &[Link] {
        self.links.get(..self.n_drawn).unwrap_or_default()
    }

    /// The names as a frame shows them, in the order of the nodes.
    #[must_use]
    pub fn names(&self, corpus: &Corpus, frame: &Frame) -> Vec<DrawnName> {
        let width = |node: &Node| text_width(name_of(corpus, node.entity), NAME_SIZE);
        let circles: Vec<Wanted> = self
            .at
            .iter()
            .zip(&self.radii)
            .zip(&self.nodes)
            .map(|((&at, &radius), node)| {
                let (x, y) = frame.pixel(at);
                let width = width(node);
                Wanted {
                    x,
                    y,
                    radius,
                    width,
                }
            })
            .collect();
        labels(&circles, NAME_SIZE, (frame.width, frame.height))
            .into_iter()
            .zip(&circles)
            .map(|(label, circle)| DrawnName {
                x: circle.x,
                y: circle.y,
                radius: circle.radius,
                label,
            })
            .collect()
    }

    /// Width of a link's line: 1 to 5 pixels by the number of sentences.
    #[must_use]
    pub fn line_width(&self, link: &Link) -> f64 {
        let most = self.drawn().iter().map(|link| link.n).max().unwrap_or(1);
        1.0 + 4.0 * (f64::from(link.n) / f64::from(most.max(1))).sqrt()
    }

    fn ends(&self, link: &Link) -> Option<(EntityId, EntityId)> {
        let of = |end: u32| self.nodes.get(end as usize).map(|node| node.entity);
        Some((of(link.a)?, of(link.b)?))
    }

    /// All links as CSV.
    #[must_use]
    pub fn csv(&self, corpus: &Corpus) -> String {
        let mut out = CSV_START.to_owned();
        put_csv_line(
            &mut out,
            [
                "name",
                "kind",
                "id",
                "other",
                "other_kind",
                "other_id",
                "sentences",
                "g2",
            ],
        );
        for link in &self.links {
            let Some((a, b)) = self.ends(link) else {
                continue;
            };
            let (Some(a), Some(b)) = (corpus.entity(a), corpus.entity(b)) else {
                continue;
            };
            put_csv_line(
                &mut out,
                [
                    a.name(),
                    a.kind().name(),
                    a.id(),
                    b.name(),
                    b.kind().name(),
                    b.id(),
                    &link.n.to_string(),
                    &thousandths(link.g2),
                ],
            );
        }
        out
    }

    /// All names and links as GraphML, which Gephi, yEd, Cytoscape and igraph read.
    #[must_use]
    pub fn graphml(&self, corpus: &Corpus) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
             <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n\
             <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n\
             <key id=\"sentences\" for=\"node\" attr.name=\"sentences\" attr.type=\"int\"/>\n\
             <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"int\"/>\n\
             <key id=\"g2\" for=\"edge\" attr.name=\"g2\" attr.type=\"double\"/>\n\
             <graph edgedefault=\"undirected\">\n",
        );
        for node in &self.nodes {
            let Some(view) = corpus.entity(node.entity) else {
                continue;
            };
            // Writing to a `String` does not fail.
            let _ = writeln!(
                out,
                "<node id=\"{}\"><data key=\"label\">{}</data><data key=\"kind\">{}</data><data key=\"sentences\">{}</data></node>",
                escaped(view.id()),
                escaped(view.name()),
                view.kind().name(),
                node.n_sentences,
            );
        }
        for link in &self.links {
            let Some((a, b)) = self.ends(link) else {
                continue;
            };
            let _ = writeln!(
                out,
                "<edge source=\"{}\" target=\"{}\"><data key=\"weight\">{}</data><data key=\"g2\">{}</data></edge>",
                escaped(id_of(corpus, a)),
                escaped(id_of(corpus, b)),
                link.n,
                thousandths(link.g2),
            );
        }
        out.push_str("</graph>\n</graphml>\n");
        out
    }

    /// The drawing as a file, as large as the map, in colours that print.
    #[must_use]
    pub fn svg(&self, corpus: &Corpus) -> String {
        let (width, height) = (WORLD.0 * 1.4, WORLD.1 * 1.4);
        let names = self.names(corpus, &self.frame(width, height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             font-family=\"sans-serif\" font-size=\"{NAME_SIZE}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
            w = px(width),
            h = px(height),
        );
        for link in self.drawn() {
            let at = |end: u32| names.get(end as usize).map(|name| (name.x, name.y));
            let (Some(a), Some(b)) = (at(link.a), at(link.b)) else {
                continue;
            };
            let _ = writeln!(
                out,
                "<path d=\"M{} {}L{} {}\" stroke=\"#b9b2a3\" stroke-width=\"{}\"/>",
                px(a.0),
                px(a.1),
                px(b.0),
                px(b.1),
                px(self.line_width(link)),
            );
        }
        for (node, name) in self.nodes.iter().zip(&names) {
            let title = escaped(name_of(corpus, node.entity));
            let _ = writeln!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"><title>{title}</title></circle>",
                px(name.x),
                px(name.y),
                px(name.radius),
                colour(corpus.entity_kind(node.entity)),
            );
            if let Some(label) = name.label {
                let _ = writeln!(
                    out,
                    "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{title}</text>",
                    px(label.x),
                    px(label.y),
                    label.anchor,
                );
            }
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Colours of kinds on paper.
const fn colour(kind: Option<EntityKind>) -> &'static str {
    match kind {
        Some(EntityKind::Person) => "#2f6db3",
        Some(EntityKind::Organisation) => "#8a4fae",
        Some(EntityKind::Place) => "#2c7d4f",
        _ => "#8d8574",
    }
}

fn name_of(corpus: &Corpus, entity: EntityId) -> &str {
    corpus.entity(entity).map_or("", |view| view.name())
}

fn id_of(corpus: &Corpus, entity: EntityId) -> &str {
    corpus.entity(entity).map_or("", |view| view.id())
}

/// Thousandths as a decimal number.
#[must_use]
pub fn thousandths(n: u32) -> String {
    format!("{}.{}", n / 1000, n % 1000 / 100)
}

/// Text as XML has it; what XML cannot hold becomes a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_index::testing::CorpusBuilder;
    use corpus_search::{NetworkWish, Weaving};

    /// Eight days on which one met the other, and one day of a third alone.
    fn corpus() -> Corpus {
        let mut b = CorpusBuilder::new("Meetings");
        let lind = b.entity("p:1", EntityKind::Person, &["Ivo <Lind>"]);
        let okoro = b.entity("p:2", EntityKind::Person, &["=Okoro"]);
        let third = b.entity("p:3", EntityKind::Person, &["Fay Brook"]);
        for day in 0..8 {
            let _ = b
                .doc(
                    &format!("d{day}"),
                    "Diary",
                    "Ivo <Lind> met =Okoro.\n\nIt rained.\n\nNothing else.",
                )
                .mention("Ivo <Lind>", lind)
                .mention("=Okoro", okoro);
        }
        let _ = b
            .doc("e", "Diary", "Fay Brook wrote.")
            .mention("Fay Brook", third);
        Corpus::open(corpus_index::write_pack(&b.finish())).expect("a pack")
    }

    fn woven(corpus: &Corpus, least: u32) -> Woven {
        let docs: Vec<_> = corpus.doc_ids().collect();
        let wish = NetworkWish {
            kinds: EntityKind::ALL.to_vec(),
            around: None,
            n_nodes: 10,
        };
        let network = Weaving::new(corpus, &docs, wish).finished();
        Woven::new(&network, least, false)
    }

    #[test]
    fn who_is_not_linked_is_counted_and_not_drawn() {
        let corpus = corpus();
        let woven = woven(&corpus, 2);
        assert_eq!((woven.nodes.len(), woven.links.len()), (2, 1));
        assert_eq!(woven.n_alone, 1);
        let names = woven.names(&corpus, &woven.frame(600.0, 400.0));
        assert!(names.iter().all(|name| name.label.is_some()));
    }

    #[test]
    fn a_higher_threshold_leaves_nothing() {
        let corpus = corpus();
        let woven = woven(&corpus, 9);
        assert!(woven.nodes.is_empty() && woven.links.is_empty());
        assert!(woven.svg(&corpus).ends_with("</svg>\n"));
    }

    #[test]
    fn files_say_what_is_linked_and_no_name_breaks_them() {
        let corpus = corpus();
        let woven = woven(&corpus, 2);
        let csv = woven.csv(&corpus);
        assert!(
            csv.contains("Ivo <Lind>,person,p:1,'=Okoro,person,p:2,8,"),
            "{csv}"
        );
        let graph = woven.graphml(&corpus);
        assert!(graph.contains("<data key=\"label\">Ivo &lt;Lind&gt;</data>"));
        assert!(
            graph.contains("<edge source=\"p:1\" target=\"p:2\"><data key=\"weight\">8</data>")
        );
        let svg = woven.svg(&corpus);
        assert!(svg.contains(">Ivo &lt;Lind&gt;</text>") && !svg.contains("<Lind"));
    }
}

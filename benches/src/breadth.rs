//! A breadth-first search over the same nodes: what it costs to look at them at all.

use crate::streets::Streets;

/// Neighbours in compressed rows, the queue, and the answers.
#[derive(Debug)]
pub struct Breadth {
    first: Vec<u32>,
    neighbours: Vec<u32>,
    queue: Vec<u32>,
    /// Steps from the nearest source; the largest number where nothing is found.
    steps: Vec<u32>,
}

impl Breadth {
    /// The neighbours of every node, nodes numbered as in the network.
    pub fn new(streets: &Streets) -> Self {
        let nodes = streets.network().node_count();
        let mut pairs: Vec<(u32, u32)> = streets
            .edges()
            .filter(|(from, to, _)| from != to)
            .flat_map(|(from, to, _)| [(from, to), (to, from)])
            .collect();
        pairs.sort_unstable();
        let mut first = vec![0; nodes + 1];
        for (from, _) in &pairs {
            first[*from as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        Breadth {
            first,
            neighbours: pairs.into_iter().map(|(_, to)| to).collect(),
            queue: Vec::with_capacity(nodes),
            steps: vec![u32::MAX; nodes],
        }
    }

    /// One search per category from all its facilities, over at most so many nodes; returns how
    /// many it saw.
    pub fn run(&mut self, facilities: &[Vec<u32>], limits: &[usize]) -> Vec<usize> {
        let pairs = facilities.iter().zip(limits);
        pairs
            .map(|(sources, most)| self.one(sources, *most))
            .collect()
    }

    fn one(&mut self, sources: &[u32], most: usize) -> usize {
        self.steps.fill(u32::MAX);
        self.queue.clear();
        for source in sources {
            if self.steps[*source as usize] == u32::MAX {
                self.steps[*source as usize] = 0;
                self.queue.push(*source);
            }
        }
        let mut next = 0;
        while next < self.queue.len() {
            let node = self.queue[next] as usize;
            next += 1;
            let steps = self.steps[node] + 1;
            let (start, end) = (self.first[node] as usize, self.first[node + 1] as usize);
            for neighbour in &self.neighbours[start..end] {
                let known = &mut self.steps[*neighbour as usize];
                if *known == u32::MAX {
                    if self.queue.len() >= most {
                        return self.queue.len();
                    }
                    *known = steps;
                    self.queue.push(*neighbour);
                }
            }
        }
        self.queue.len()
    }
}

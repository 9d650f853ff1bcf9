//! Scratch
use nabij::*;
use std::time::Instant;
fn main() {
    let n: i32 = 550;
    let mut seed = 12345u64;
    let mut rnd = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut pts = vec![];
    for y in 0..n {
        for x in 0..n {
            pts.push(Point::new(
                x * 60_000 + (rnd() % 30_000) as i32,
                y * 60_000 + (rnd() % 30_000) as i32,
            ));
        }
    }
    let street = || EdgeAttributes {
        access: Some(Access::Public),
        ..Default::default()
    };
    let mut b = Network::builder();
    let mut id = 0;
    for y in 0..n {
        for x in 0..n {
            let a = (y * n + x) as usize;
            for (ok, c) in [(x + 1 < n, a + 1), (y + 1 < n, a + n as usize)] {
                if ok && rnd() % 10 != 0 {
                    b = b.line(SourceLine {
                        key: LineKey::feature(0, id),
                        vertices: vec![Vertex::at(pts[a]), Vertex::at(pts[c])],
                        attributes: street(),
                    });
                    id += 1;
                }
            }
        }
    }
    let t = Instant::now();
    let net = b.build().unwrap();
    println!(
        "build {:?} nodes {} edges {}",
        t.elapsed(),
        net.node_count(),
        net.edge_count()
    );
    let t = Instant::now();
    let graph = Graph::new(&net, &Profile::ADULT);
    println!("graph {:?}", t.elapsed());
    let t = Instant::now();
    let base = Components::new(&net, &Profile::ADULT);
    println!("components {:?}", t.elapsed());
    let t = Instant::now();
    let snapper = Snapper::new(
        &net,
        &Profile::ADULT,
        &base,
        Length::metres(1000),
        Length::metres(100),
    );
    println!("snapper {:?}", t.elapsed());
    let nodes: Vec<NodeId> = net.nodes().collect();
    let mut search = Search::new(&graph);
    for horizon in [500u32, 2000] {
        for rep in 0..3 {
            let t = Instant::now();
            let mut sum = 0u64;
            let mut reached = 0u64;
            for c in 0..10u64 {
                let seeds: Vec<_> = (0..200u64)
                    .map(|i| {
                        let v =
                            ((i * 7919 + c * 104729) * 2654435761 % nodes.len() as u64) as usize;
                        (graph.public(nodes[v]), Label::new(Length::ZERO, i as u32))
                    })
                    .collect();
                search.run(&graph, seeds, Length::metres(horizon), |r| r);
                for v in &nodes {
                    let l = search.label(graph.public(*v));
                    if l != Label::NONE {
                        sum += u64::from(l.mm());
                        reached += 1;
                    }
                }
            }
            println!(
                "horizon {horizon} rep {rep}: {:?} sum {sum} reached {reached}",
                t.elapsed()
            );
        }
    }
    // bfs
    let adj: Vec<Vec<u32>> = {
        let mut a = vec![vec![]; nodes.len()];
        for e in net.edges() {
            let (f, t) = (graph.public(e.from()), graph.public(e.to()));
            a[f as usize].push(t);
            a[t as usize].push(f);
        }
        a
    };
    let mut first = vec![0u32];
    let mut to = vec![];
    for l in &adj {
        to.extend(l);
        first.push(to.len() as u32);
    }
    for rep in 0..3 {
        let t = Instant::now();
        let mut tot = 0u64;
        for c in 0..10u64 {
            let mut level = vec![u32::MAX; nodes.len()];
            let mut q: Vec<u32> = Vec::with_capacity(nodes.len());
            for i in 0..200u64 {
                let v = ((i * 7919 + c * 104729) * 2654435761 % nodes.len() as u64) as usize;
                if level[v] == u32::MAX {
                    level[v] = 0;
                    q.push(v as u32);
                }
            }
            let mut h = 0;
            while h < q.len() {
                let v = q[h];
                h += 1;
                for &w in &to[first[v as usize] as usize..first[v as usize + 1] as usize] {
                    if level[w as usize] == u32::MAX {
                        level[w as usize] = level[v as usize] + 1;
                        q.push(w);
                    }
                }
            }
            tot += q.len() as u64;
        }
        println!("bfs rep {rep} {:?} {tot}", t.elapsed());
    }
    let pts: Vec<Point> = (0..200_000)
        .map(|_| {
            Point::new(
                (rnd() % (n as u64 * 60_000)) as i32,
                (rnd() % (n as u64 * 60_000)) as i32,
            )
        })
        .collect();
    let t = Instant::now();
    let mut s = 0u64;
    for p in &pts {
        for a in snapper.attach(*p) {
            s += u64::from(a.leg.mm());
        }
    }
    let e = t.elapsed();
    println!(
        "snap {:?} {} pts/s {s}",
        e,
        pts.len() as f64 / e.as_secs_f64()
    );
}

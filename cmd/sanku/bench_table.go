package main

import (
	"fmt"
	"strconv"

	"sanku/search/bench"
)

// stages shows the progress of a benchmark, one piece of work after the other.
type stages struct {
	console *console
	what    string
	bar     *progress
}

func (s *stages) at(what string, done, of int) {
	if what != s.what {
		s.end()
		s.what, s.bar = what, s.console.progress(what)
		if s.bar.bar == nil {
			fmt.Fprintln(s.console.err, what)
		}
	}
	s.bar.at(done, of)
}

func (s *stages) end() {
	if s.bar != nil {
		s.bar.end()
	}
}

// measured prints a result as a table.
func (c *console) measured(r bench.Result) {
	c.heading(fmt.Sprintf("%d 篇 documents · seed %d", r.Docs, r.Seed))
	c.builds(r)
	fmt.Fprintln(c.out)
	table := [][]string{{"查询 query", "并发 clients", "引擎 engine", "p50 ms", "p99 ms", "每秒 per s", "词 terms", "问 asked", "精确 exact", "sanku 快 is faster"}}
	for _, run := range r.Runs {
		table = append(table, append(runRow(run), percent(run.Overlap), faster(r.Ratios, run)))
	}
	if r.Writing != nil {
		for _, run := range r.Writing.Runs {
			table = append(table, append(runRow(run), "—", "写入中 writing"))
		}
	}
	writeTable(c.out, table)
	c.notes(r)
}

func (c *console) builds(r bench.Result) {
	table := [][]string{{"索引 index", "篇/秒 docs/s", "MB", "内存峰值 peak MB"},
		{"sanku, bleve", fmt.Sprintf("%.0f", r.Index.DocsPerS), megabytes(r.Index.Bytes), megabytes(r.Index.PeakRSS)}}
	for _, o := range r.Others {
		table = append(table, []string{o.Engine, fmt.Sprintf("%.0f", o.DocsPerS), megabytes(o.Bytes), "—"})
	}
	writeTable(c.out, table)
}

func runRow(r bench.Run) []string {
	asked := strconv.Itoa(r.Queries)
	if r.Limited {
		asked += " *"
	}
	return []string{r.Query, strconv.Itoa(r.Clients), r.Engine, fmt.Sprintf("%.2f", r.P50), fmt.Sprintf("%.2f", r.P99),
		fmt.Sprintf("%.1f", r.PerS), fmt.Sprintf("%.0f", r.Terms), asked}
}

func faster(ratios []bench.Ratio, run bench.Run) string {
	for _, r := range ratios {
		if r.Engine == run.Engine && r.Query == run.Query && r.Clients == run.Clients {
			return fmt.Sprintf("p50 ×%.1f, p99 ×%.1f, per s ×%.1f", r.P50, r.P99, r.PerS)
		}
	}
	return ""
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/1e6) }

func (c *console) notes(r bench.Result) {
	for _, run := range r.Runs {
		if run.Limited {
			fmt.Fprintln(c.out, "* 时间到，其余未问 time was up before the questions were")
			break
		}
	}
	if w := r.Writing; w != nil {
		fmt.Fprintf(c.out, "写入 %.0f 篇/秒时，写入到可查 while writing %.0f documents/s, written to searchable: p50 %.1f ms, p99 %.1f ms (%d)\n",
			w.DocsPerS, w.DocsPerS, w.Freshness.P50, w.Freshness.P99, w.Freshness.Batches)
	}
	if m := r.Matches; m != nil {
		c.matching(*m)
	}
}

// matching prints what the answering of a need took.
func (c *console) matching(m bench.Matching) {
	fmt.Fprintln(c.out)
	table := append([][]string{{"需求匹配 a need", "p50 ms", "p99 ms"}}, stepRows(m.Steps)...)
	writeTable(c.out, append(table, stepRow("合计 all of it", m.Whole), stepRow("读取已存 reading the stored matches of one kind", m.Stored)))
}

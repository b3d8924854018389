package api

import (
	"time"

	"sanku/domain"
)

// Publication is a bulletin as lists show it. It never changes.
type Publication struct {
	ID          domain.ID   `json:"id,omitzero" zh:"编号" doc:"Absent in a preview."`
	Plan        string      `json:"plan" zh:"计划代码"`
	Code        string      `json:"code" zh:"期次"`
	Revision    int         `json:"revision" zh:"版次"`
	Corrects    domain.ID   `json:"corrects,omitzero" zh:"更正的上一版"`
	Reason      string      `json:"reason,omitempty" zh:"更正理由"`
	Title       string      `json:"title" zh:"标题"`
	Number      string      `json:"number,omitempty" zh:"文号"`
	Signature   string      `json:"signature,omitempty" zh:"发文机关署名"`
	From        domain.Date `json:"from" zh:"统计期自"`
	To          domain.Date `json:"to" zh:"统计期至"`
	AsOf        domain.Date `json:"as_of" zh:"数据截至"`
	KnownAt     time.Time   `json:"known_at" zh:"以此时已录入的为准"`
	Digest      string      `json:"digest,omitempty" zh:"内容摘要" doc:"SHA-256 of the content, hexadecimal."`
	PublishedAt time.Time   `json:"published_at,omitzero" zh:"发布时间"`
}

func publicationOf(p domain.Publication) Publication {
	return Publication{p.ID, p.Plan, p.Code, p.Revision, p.Corrects, p.Reason, p.Title, p.Number, p.Signature, p.Period.From, p.Period.To, p.AsOf, p.KnownAt, p.Digest, p.PublishedAt}
}

// WholePublication is a bulletin with its content.
type WholePublication struct {
	Publication
	Bulletin Bulletin `json:"bulletin" zh:"内容"`
}

// Bulletin is what a bulletin says. What is not known is null.
type Bulletin struct {
	Lines   []BulletinLine   `json:"lines" zh:"各项指标"`
	Tables  []BulletinTable  `json:"tables" zh:"分项"`
	Areas   []Place          `json:"areas" zh:"区域排名"`
	Units   []Place          `json:"units" zh:"责任单位排名"`
	Changes []BulletinChange `json:"changes" zh:"变化情况"`
	Watch   []BulletinWatch  `json:"watch" zh:"需关注事项"`
	Notes   []string         `json:"notes" zh:"口径说明"`
}

// BulletinLine is one indicator.
type BulletinLine struct {
	Indicator  string          `json:"indicator" zh:"指标代码"`
	Name       string          `json:"name" zh:"指标"`
	Unit       string          `json:"unit" zh:"计量单位"`
	Lead       string          `json:"lead,omitempty" zh:"牵头单位"`
	Value      *domain.Decimal `json:"value" zh:"完成"`
	LastYear   *domain.Decimal `json:"last_year" zh:"上年同期"`
	Target     *domain.Decimal `json:"target" zh:"目标值"`
	TargetYear int             `json:"target_year,omitempty" zh:"目标年度"`
	Progress   *domain.Decimal `json:"progress_pct" zh:"完成率（%）"`
	Outlook
	Records int `json:"records" zh:"记录数"`
}

// BulletinTable is an indicator by area, unit or sector.
type BulletinTable struct {
	Indicator    string          `json:"indicator" zh:"指标代码"`
	Dimension    string          `json:"dimension" zh:"分解方式"`
	Year         int             `json:"year,omitempty" zh:"目标年度"`
	Rows         []BulletinRow   `json:"rows" zh:"分项"`
	SumOfParts   *domain.Decimal `json:"sum_of_parts,omitempty" zh:"分项合计"`
	SumOfTargets *domain.Decimal `json:"sum_of_targets,omitempty" zh:"分项目标合计"`
}

// BulletinRow is one area, unit or sector.
type BulletinRow struct {
	Key      string          `json:"key" zh:"分项代码"`
	Name     string          `json:"name" zh:"名称"`
	Value    *domain.Decimal `json:"value" zh:"完成"`
	Target   *domain.Decimal `json:"target" zh:"目标值"`
	Progress *domain.Decimal `json:"progress_pct" zh:"完成率（%）"`
}

// Place is where an area or a unit stands.
type Place struct {
	Rank    int            `json:"rank,omitempty" zh:"名次" doc:"Absent when nothing is known."`
	Key     string         `json:"key" zh:"代码"`
	Name    string         `json:"name" zh:"名称"`
	Score   domain.Decimal `json:"score_pct" zh:"综合完成率（%）"`
	Figures int            `json:"figures" zh:"计入指标数"`
	Missing int            `json:"missing" zh:"缺数指标数"`
}

// BulletinChange is a figure that differs from the bulletin before.
type BulletinChange struct {
	Indicator string          `json:"indicator" zh:"指标代码"`
	Before    *domain.Decimal `json:"before" zh:"上期"`
	Now       *domain.Decimal `json:"now" zh:"本期"`
	WasLight  string          `json:"was_light,omitempty" zh:"上期状态"`
	Light     string          `json:"light,omitempty" zh:"本期状态"`
}

// BulletinWatch is something to attend to.
type BulletinWatch struct {
	Indicator string `json:"indicator" zh:"指标代码"`
	Lead      string `json:"lead,omitempty" zh:"牵头单位"`
	What      string `json:"what" zh:"事项"`
}

func bulletinOf(b domain.Bulletin, lang string) Bulletin {
	return Bulletin{
		Lines: each(b.Lines, func(l domain.BulletinLine) BulletinLine {
			return BulletinLine{l.Indicator, l.Name.In(lang), l.Unit, l.LeadName.In(lang), l.Value, l.LastYear, l.Target, l.TargetYear, l.Progress,
				outlookOf(l.Due, l.Known, l.Light, l.Pace, nil), l.Records}
		}),
		Tables: each(b.Tables, func(t domain.BulletinTable) BulletinTable {
			return BulletinTable{t.Indicator, string(t.Dimension), t.Year, each(t.Rows, func(r domain.BulletinRow) BulletinRow {
				return BulletinRow{r.Key, r.Name.In(lang), r.Value, r.Target, r.Progress}
			}), t.Sum, t.SumTarget}
		}),
		Areas: each(b.Areas, func(p domain.Place) Place { return placeOf(p, lang) }), Units: each(b.Units, func(p domain.Place) Place { return placeOf(p, lang) }),
		Changes: each(b.Changes, func(c domain.BulletinChange) BulletinChange {
			return BulletinChange{c.Indicator, c.Before, c.Now, string(c.WasLight), string(c.Light)}
		}),
		Watch: each(b.Watch, func(w domain.BulletinWatch) BulletinWatch { return BulletinWatch{w.Indicator, w.Lead, w.What.In(lang)} }),
		Notes: each(b.Notes, func(n domain.Text) string { return n.In(lang) }),
	}
}

func placeOf(p domain.Place, lang string) Place {
	return Place{p.Rank, p.Key, p.Name.In(lang), p.Score, len(p.Of), p.Open}
}

// PublishedFigure is a figure as it was published.
type PublishedFigure struct {
	Indicator   string          `json:"indicator" zh:"指标代码"`
	Variant     string          `json:"variant,omitempty" zh:"口径" doc:"Absent: the headline."`
	Dimension   string          `json:"dimension,omitempty" zh:"分解方式"`
	Key         string          `json:"key,omitempty" zh:"分项代码"`
	Value       *domain.Decimal `json:"value" zh:"值"`
	Numerator   *domain.Decimal `json:"numerator" zh:"分子"`
	Denominator *domain.Decimal `json:"denominator" zh:"分母"`
	Target      *domain.Decimal `json:"target" zh:"目标值"`
	Records     int             `json:"records" zh:"记录数"`
	Digest      string          `json:"digest,omitempty" zh:"记录摘要" doc:"SHA-256 of the ids and versions of its records."`
}

func publishedFigureOf(f domain.PublishedFigure) PublishedFigure {
	return PublishedFigure{f.Indicator, f.Variant, string(f.Dimension), f.Key, f.Value, f.Numerator, f.Denominator, f.Target, f.Records, f.Digest}
}

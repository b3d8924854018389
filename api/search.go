package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/search"
	"sanku/search/matching"
)

// SearchResult is what one library has for a question.
type SearchResult struct {
	Library string      `json:"library" set:"libraries" zh:"库"`
	Total   int         `json:"total" zh:"命中数" doc:"Records found that the caller may see."`
	More    bool        `json:"more" zh:"还有更多" doc:"The total counts only the best hundred."`
	Items   []SearchHit `json:"items" zh:"结果"`
}

// SearchHit is one record found.
type SearchHit struct {
	ID       domain.ID      `json:"id" zh:"编号"`
	Title    MatchPassage   `json:"title" zh:"名称"`
	Field    string         `json:"field,omitempty" zh:"技术领域、专家类别或政策层级"`
	Passages []MatchPassage `json:"passages" zh:"原文"`
}

type searchQuery struct {
	Q         string   `query:"q" required:"true" minLength:"1" maxLength:"500" zh:"查询内容" doc:"Plain words; there is no query language."`
	Libraries []string `query:"libraries" set:"libraries" maxItems:"4" zh:"库" doc:"All when absent."`
	Limit     int      `query:"limit" minimum:"1" maximum:"50" default:"10" doc:"Records of each library."`
}

func (a *API) registerSearch() {
	register(a, route{id: "search", method: http.MethodGet, path: "/search", resource: domain.Needs, action: domain.Read, open: true, tag: "search",
		summary: domain.Text{ZH: "跨库搜索", EN: "Search across the libraries"}}, a.search)
}

func (a *API) search(ctx context.Context, in *searchQuery) (*directory[SearchResult], error) {
	if a.libraries == nil {
		return nil, domain.ErrUnavailable
	}
	kinds := each(in.Libraries, func(name string) search.Kind { return search.Kind(name) })
	if len(kinds) == 0 {
		kinds = search.Kinds()
	}
	found, err := matching.Find(ctx, a.db, a.libraries, actorOf(ctx), in.Q, kinds, in.Limit)
	return directoryOf(found, searchResultOf), err
}

func searchResultOf(f matching.Found) SearchResult {
	return SearchResult{Library: string(f.Kind), Total: f.Total, More: f.More, Items: append([]SearchHit{}, each(f.Records, func(r matching.FoundRecord) SearchHit {
		return SearchHit{r.ID, passageOf(r.Title), r.Field, append([]MatchPassage{}, each(r.Passages, passageOf)...)}
	})...)}
}

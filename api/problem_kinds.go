package api

import (
	"context"
	"errors"
	"net/http"

	"sanku/domain"
)

// kind is one kind of problem: its code, its status and its words.
type kind struct {
	code   string
	status int
	title  domain.Text
	detail domain.Text
}

func (k kind) problem(req *request) *Problem {
	p := &Problem{Type: "urn:sanku:problem:" + k.code, Title: k.title.In(req.lang), Status: k.status, Detail: k.detail.In(req.lang), Instance: instance(req)}
	if k.status == http.StatusUnauthorized {
		p.header = http.Header{"Www-Authenticate": {`Bearer realm="sanku"`}}
	}
	return p
}

// The kinds of problem. Statuses are chosen here and nowhere else.
var (
	notFound = kind{"not-found", http.StatusNotFound, domain.Text{ZH: "没有找到", EN: "Not found"},
		domain.Text{ZH: "没有这条记录，或您无权查看。", EN: "There is no such record, or you may not see it."}}
	noRoute = kind{"no-route", http.StatusNotFound, domain.Text{ZH: "没有这个地址", EN: "No such address"},
		domain.Text{ZH: "请查阅 /api/v1/docs。", EN: "See /api/v1/docs."}}
	noMethod = kind{"method-not-allowed", http.StatusMethodNotAllowed, domain.Text{ZH: "不支持的方法", EN: "Method not allowed"}, domain.Text{}}
	conflict = kind{"conflict", http.StatusConflict, domain.Text{ZH: "与现有记录冲突", EN: "Conflict"},
		domain.Text{ZH: "请重新读取记录后再试。", EN: "Read the record again, then retry."}}
	forbidden = kind{"forbidden", http.StatusForbidden, domain.Text{ZH: "无权操作", EN: "Forbidden"},
		domain.Text{ZH: "您的角色不允许此操作。", EN: "Your role does not allow this."}}
	stale = kind{"stale", http.StatusPreconditionFailed, domain.Text{ZH: "记录已被修改", EN: "Stale version"},
		domain.Text{ZH: "记录在您读取之后已被修改，请重新读取。", EN: "The record has changed since you read it. Read it again."}}
	noVersion = kind{"version-required", http.StatusPreconditionRequired, domain.Text{ZH: "缺少版本", EN: "Version required"},
		domain.Text{ZH: "请在 If-Match 中给出读取时得到的 ETag。", EN: "Give the ETag you read as If-Match."}}
	unauthenticated = kind{"unauthenticated", http.StatusUnauthorized, domain.Text{ZH: "请先登录", EN: "Sign in first"},
		domain.Text{ZH: "此操作需要登录或令牌。", EN: "This needs a session or a token."}}
	throttled = kind{"throttled", http.StatusTooManyRequests, domain.Text{ZH: "尝试过于频繁", EN: "Too many attempts"},
		domain.Text{ZH: "请稍后再试。", EN: "Wait, then try again."}}
	unavailable = kind{"unavailable", http.StatusServiceUnavailable, domain.Text{ZH: "服务暂不可用", EN: "Unavailable"},
		domain.Text{ZH: "请稍后再试。", EN: "Try again in a moment."}}
	invalid    = kind{"invalid", http.StatusUnprocessableEntity, domain.Text{ZH: "内容有误", EN: "Invalid content"}, domain.Text{}}
	badRequest = kind{"bad-request", http.StatusBadRequest, domain.Text{ZH: "无法读懂的请求", EN: "Bad request"},
		domain.Text{ZH: "请求体缺失，或不是有效的 JSON。", EN: "The body is missing or is not valid JSON."}}
	badQuery = kind{"bad-query", http.StatusBadRequest, domain.Text{ZH: "无法读懂的查询", EN: "Bad query"},
		domain.Text{ZH: "地址中的查询参数编码有误。", EN: "The query of the address is not encoded correctly."}}
	tooLarge = kind{"too-large", http.StatusRequestEntityTooLarge, domain.Text{ZH: "内容过大", EN: "Too large"},
		domain.Text{ZH: "请求体超过上限。", EN: "The body is over the limit."}}
	tooLong   = kind{"uri-too-long", http.StatusRequestURITooLong, domain.Text{ZH: "地址过长", EN: "Address too long"}, domain.Text{}}
	mediaType = kind{"media-type", http.StatusUnsupportedMediaType, domain.Text{ZH: "不支持的内容类型", EN: "Unsupported media type"},
		domain.Text{ZH: "请使用 application/json。", EN: "Use application/json."}}
	slow        = kind{"timeout", http.StatusRequestTimeout, domain.Text{ZH: "请求超时", EN: "Timeout"}, domain.Text{ZH: "请求体接收超时。", EN: "The body took too long."}}
	crossOrigin = kind{"cross-origin", http.StatusForbidden, domain.Text{ZH: "拒绝跨站请求", EN: "Cross-origin request refused"},
		domain.Text{ZH: "此请求来自其他网站。", EN: "The request came from another site."}}
	internal = kind{"internal", http.StatusInternalServerError, domain.Text{ZH: "系统内部错误", EN: "Internal error"},
		domain.Text{ZH: "错误已记录，请提供请求编号以便查询。", EN: "It has been logged. Quote the request's number when you ask."}}
)

// kindOf is the one table from errors to kinds of problem.
func kindOf(err error) kind {
	var invalids domain.InvalidErrors
	var single domain.InvalidError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &invalids), errors.As(err, &single):
		return invalid
	case errors.Is(err, domain.ErrNotFound):
		return notFound
	case errors.Is(err, domain.ErrStale):
		return stale
	case errors.Is(err, domain.ErrConflict):
		return conflict
	case errors.Is(err, domain.ErrForbidden):
		return forbidden
	case errors.Is(err, domain.ErrUnauthenticated):
		return unauthenticated
	case errors.Is(err, domain.ErrThrottled):
		return throttled
	case errors.Is(err, domain.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return unavailable
	case errors.As(err, &large):
		return tooLarge
	}
	return internal
}

// kindOfStatus is the kind for a status that huma itself answers with.
func kindOfStatus(status int) kind {
	for _, k := range []kind{badRequest, tooLarge, mediaType, slow, invalid, unavailable, notFound, forbidden, unauthenticated} {
		if k.status == status {
			return k
		}
	}
	return internal
}

package main

import (
	"github.com/stretchr/testify/require"
)

// asides are what goes wrong beside the story: foreign records, two windows, a session
// that ends.
func (s *town) asides() {
	e := s.enterprise.follow("工作台").follow("填报需求")
	e.fill("需求名称", "砂轮修整周期延长", "技术难题", "砂轮每班修整两次。").press("保存草稿，下一步")
	need := e.follow("先到这里，查看需求").at()

	s.university.refusedAt(need, 404, "没有找到", "没有这条记录，或您无权查看")
	s.technical.refusedAt("/contracts", 403, "无权操作", "您的角色不允许此操作")
	s.steward.refusedAt("/users", 403, "无权操作")
	s.bureau.refusedAt("/nothing", 404, "没有这个页面")
	s.twoWindows(need)
	s.expired(need)
}

// refusedAt is told something at an address that was typed.
func (p *person) refusedAt(path string, status int64, told ...string) {
	p.Helper()
	p.open(path).sees(told...)
	require.Equal(p, status, p.status, "%s at %s", p.login, path)
}

// twoWindows change one need: the second is told, sees both, and loses nothing.
func (s *town) twoWindows(need string) {
	first := s.enterprise.open(need).follow("修改")
	second := first.window().open(need).follow("修改")
	first.fill("需求名称", "砂轮修整周期延长一倍").press("保存")
	second.fill("背景", "用于轧辊磨床。", "需求名称", "砂轮寿命").refused("保存", "他人已修改这条记录", "现在的内容：砂轮修整周期延长一倍")
	second.picture("20-two-windows")
	second.press("保存").sees("砂轮寿命", "用于轧辊磨床。")
}

// expired: what was typed when the session ended is there after signing in, and is sent.
func (s *town) expired(need string) {
	e := s.enterprise.open(need).follow("修改").fill("背景", "每班停机四十分钟。")
	e.forget()
	e.refused("保存", "登录已过期", "您填写的内容会保留").picture("21-expired")
	e.fill("登录名", e.login, "密码", e.password).press("登录").picture("21-signed-in-again")
	e.press("继续填写").sees("尚未提交").press("保存").sees("每班停机四十分钟。")
}

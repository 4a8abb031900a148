// The words of sign-in and account.
export default {
  'sign-in': '登录', 'sign-in-sub': '工作人员与企业登录后可见各自权限内的内容。', refused: '未能登录', name: '账户名', password: '密码', code: '动态验证码（6 位）', enter: '登录', or: '或', with: '用 {provider} 登录', public: '空气质量、排名与行动方案文本不登录即可查看。',
  nobody: '尚未登录。', 'must-change': '这是一次性密码，请先改为自己的密码，再继续。', me: '账户', 'shown-name': '显示名', role: '角色', region: '地区', body: '单位', entity: '企业', last: '上次登录',
  'change-password': '修改密码', 'password-changed': '密码已修改。', old: '现密码', new: '新密码', again: '再次输入新密码', differs: '两次输入不一致', change: '修改',
  totp: '动态验证码（两步登录）', 'totp-on': '已启用', 'totp-off': '未启用', 'totp-why': '启用后，登录时除密码外还需手机验证器中的 6 位动态码。', 'totp-begin': '启用', 'totp-scan': '用验证器应用扫描，或手工输入下面的密钥；然后填写应用显示的验证码。', 'totp-picture': '动态验证码密钥二维码；密钥文字在下方', 'totp-confirm': '确认启用', 'totp-remove': '停用',
  nowhere: '没有这个页面', 'nowhere-hint': '地址可能有误，或已改变。',
}

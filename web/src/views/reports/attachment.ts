// Sends an attachment and tells how far it is; `fetch` cannot tell, so this is the older request.
import type { Problem } from '@/api/types'
import { ApiError, localised } from '@/api/client'

export interface Attachment { sha256: string; name: string; bytes: number }

export function sendAttachment(file: File, csrf: string, progress: (share: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', localised('/attachments'))
    request.setRequestHeader('X-CSRF-Token', csrf)
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total) }
    request.onerror = () => reject(new ApiError(problem('unreachable', 0)))
    request.onload = () => {
      const answer = parsed(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(answer as Attachment)
      else reject(new ApiError({ ...problem(`http_${request.status}`, request.status), ...(answer as Partial<Problem> | null) }))
    }
    request.send(file)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function problem(code: string, status: number): Problem {
  return { type: 'about:blank', code, title: '', status, detail: '', hint: '', instance: '' }
}

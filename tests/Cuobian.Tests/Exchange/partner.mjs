// A partner system in a process of its own: it signs and checks webhooks with Node's crypto, keeps what it heard, and misbehaves when told to.
// It prints its port; the test tells it the rest: POST /configure {secret, city, code, now, mode}, POST /say {event, id}, GET /heard.
import { createServer } from 'node:http'
import { createHmac, timingSafeEqual } from 'node:crypto'

let told = { mode: 'ok' }
const heard = []
const key = () => Buffer.from(told.secret.slice('whsec_'.length), 'base64')
const sign = (id, timestamp, body) => 'v1,' + createHmac('sha256', key()).update(`${id}.${timestamp}.${body}`).digest('base64')
const isOurs = (headers, body) => {
  const right = Buffer.from(sign(headers['webhook-id'], headers['webhook-timestamp'], body))
  return headers['webhook-signature'].split(' ').some(given => given.length === right.length && timingSafeEqual(Buffer.from(given), right))
}
const read = async request => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
const say = async ({ event, id }) => {
  const body = JSON.stringify({ specversion: '1.0', id, source: '/hotline/12345', datacontenttype: 'application/json', ...event })
  const answer = await fetch(`${told.city}/exchange/in/${told.code}`, {
    method: 'POST', body,
    headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': id, 'webhook-timestamp': String(told.now), 'webhook-signature': sign(id, told.now, body) },
  })
  return { status: answer.status, body: await answer.text() }
}

const server = createServer(async (request, response) => {
  const body = await read(request)
  const end = (status, value = '') => { response.statusCode = status; response.end(JSON.stringify(value)) }
  if (request.url === '/configure') { told = { ...told, ...JSON.parse(body) }; return end(200) }
  if (request.url === '/say') return end(200, await say(JSON.parse(body)))
  if (request.url === '/heard') return end(200, heard)
  if (told.mode === 'hang') return
  if (told.mode === 'fail once') { told.mode = 'ok'; return end(500) }
  heard.push({ id: request.headers['webhook-id'], verified: isOurs(request.headers, body), signatures: request.headers['webhook-signature'].split(' ').length, event: JSON.parse(body) })
  end(204)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit()).resume()

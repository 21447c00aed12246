/** The widget in a page without a framework, in React and in Vue. */
export const plainExample = (origin: string): string => `<script>
  window.Frontdesk = window.Frontdesk || function () {
    (Frontdesk.q = Frontdesk.q || []).push(arguments)
  }
  Frontdesk('on', 'ready', () => console.log('the chat is there'))
</script>
<script async src="${origin}/widget.js" data-site="demo"
  data-position="left" data-launcher-text="Help" data-greeting-delay="5"></script>`;

export const reactExample = (origin: string): string => `import { useEffect, useRef } from 'react'

export function Frontdesk({ site, options, token }) {
  useEffect(() => {
    window.Frontdesk ??= (...call) => (window.Frontdesk.q ??= []).push(call)
    window.Frontdesk('boot', { site, ...options })
    const script = document.createElement('script')
    script.src = '${origin}/widget.js'
    script.async = true
    document.head.append(script)
    return () => {
      script.remove()
      // Before it has loaded, there is only the queue.
      if (window.Frontdesk?.running) window.Frontdesk('shutdown')
      else delete window.Frontdesk
    }
  }, [site])

  // What changes while the chat is there, and only that.
  const settings = JSON.stringify(options ?? {})
  useEffect(() => {
    window.Frontdesk('update', JSON.parse(settings))
  }, [settings])

  const known = useRef(false)
  useEffect(() => {
    if (token) window.Frontdesk('identify', { token })
    else if (known.current) window.Frontdesk('reset')
    known.current = Boolean(token)
  }, [site, token])

  return null
}`;

export const vueExample = (origin: string): string => `<script setup>
import { onBeforeUnmount, onMounted, watch } from 'vue'

const props = defineProps(['site', 'options', 'token'])
let script

function begin() {
  window.Frontdesk ??= (...call) => (window.Frontdesk.q ??= []).push(call)
  window.Frontdesk('boot', { site: props.site, ...props.options })
  if (props.token) window.Frontdesk('identify', { token: props.token })
  script = document.createElement('script')
  script.src = '${origin}/widget.js'
  script.async = true
  document.head.append(script)
}

function end() {
  script.remove()
  // Before it has loaded, there is only the queue.
  if (window.Frontdesk?.running) window.Frontdesk('shutdown')
  else delete window.Frontdesk
}

onMounted(begin)
onBeforeUnmount(end)
watch(() => props.site, () => { end(); begin() })
// What changes while the chat is there.
watch(() => ({ ...props.options }), (options) => window.Frontdesk('update', options))
watch(() => props.token, (token) => {
  if (token) window.Frontdesk('identify', { token })
  else window.Frontdesk('reset')
})
</script>

<template></template>`;

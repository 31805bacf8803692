import type { failure as english } from '../en/failure.ts'

/** What the site says where it has nothing to show. */
export const failure: typeof english = {
  kinds: {
    address: {
      title: 'No podemos leer esa dirección',
      text: 'Hay algo en ella que no tiene sentido.',
    },
    unknown: {
      title: 'Nadie tiene ese alias',
      text: 'Los alias se escriben enteros, como nombre.bsky.social. También cambian: quien tenía este puede tener ya otro.',
    },
    private: {
      title: 'Esta cuenta es privada',
      text: 'En los ajustes de Bluesky, su dueño pide que no se muestre a quien no ha iniciado sesión. Aquí nadie inicia sesión, así que no tiene página, y en los círculos de otros es un punto sin nombre.',
    },
    optedOut: {
      title: 'Esta cuenta ha pedido no estar en Orrery',
      text: 'No está en ningún círculo, lista ni búsqueda de aquí, y nada de lo que escribe se guarda.',
    },
    deactivated: {
      title: 'Esta cuenta está desactivada',
      text: 'Su dueño la ha desactivado, quizá solo por un tiempo. Cuando vuelva, volverá también su página.',
    },
    takenDown: {
      title: 'Esta cuenta fue retirada',
      text: 'Quienes la alojan o la moderan la sacaron de la red, así que aquí tampoco se muestra.',
    },
    suspended: {
      title: 'Esta cuenta está suspendida',
      text: 'Quienes la alojan o la moderan la han suspendido. Cuando eso termine, volverá su página.',
    },
    deleted: {
      title: 'Esta cuenta fue eliminada',
      text: 'Todo lo que escribió desapareció de aquí con ella.',
    },
    inactive: {
      title: 'Esta cuenta no está activa',
      text: 'La red dice que ahora no debe mostrarse, y no dice por qué.',
    },
    quota: {
      title: 'Demasiadas preguntas a la vez',
      text: 'La API tiene una cuota por minuto, y este sitio ya ha gastado la suya.',
    },
    away: {
      title: 'Un momento, por favor',
      text: 'El servicio que hay detrás de este sitio no responde ahora mismo.',
    },
    directory: {
      title: 'Ahora no se pueden consultar los alias',
      text: 'Quienes saben qué cuenta tiene qué alias no responden. Por su DID, una cuenta puede verse igualmente.',
    },
    page: {
      title: 'Aquí no hay ninguna página',
      text: 'Puede que la dirección esté mal escrita, o que lo que había aquí ya no exista.',
    },
    offline: {
      title: 'Sin conexión con Orrery',
      text: 'O tú no tienes conexión, o el sitio está caído. En cuanto haya conexión, esta página se cargará sola.',
    },
    broken: {
      title: 'Algo salió mal',
      text: 'El fallo es nuestro. Puede que ayude intentarlo otra vez.',
    },
  },
  similar: 'Quizá te refieres a una de estas cuentas:',
  retry: 'Esta página lo intenta de nuevo cada pocos segundos.',
  retryIn: (span: string) => `Esta página lo intenta de nuevo en ${span}.`,
  tryNow: 'Intentar ahora',
  lookElsewhere: 'Busca a otra persona por su alias o nombre:',
  privacy: 'Qué se guarda aquí, y cómo quedarse fuera',
  home: 'Ir al inicio',
}

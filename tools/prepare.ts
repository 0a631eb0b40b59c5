console.log('web build: nothing yet')
